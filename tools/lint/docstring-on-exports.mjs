/** What leaves a file is read by people who do not open the file: each exported declaration says in whole sentences what it promises. */
export const docstringOnExports = {
  meta: {
    type: 'suggestion',
    docs: { description: 'Each exported declaration has a docstring.' },
    messages: { docstring: 'Write a docstring (/** … */): what this promises, the unit of each number, which errors it throws.' },
    schema: [],
  },
  create(context) {
    const documented = new Set();
    return {
      'ExportNamedDeclaration[declaration!=null]'(node) {
        const name = nameOf(node.declaration);
        if (hasDocstring(context.sourceCode, node)) documented.add(name);
        else if (!documented.has(name) && !isNameOfAList(node.declaration))
          context.report({ node, loc: startOf(node), messageId: 'docstring' });
      },
    };
  },
};

/** A decorated class may carry its docstring before the first decorator or before the word `export`. */
function hasDocstring(sourceCode, node) {
  const places = [node, ...(node.declaration.decorators ?? [])];
  return places.some((place) => sourceCode.getCommentsBefore(place).some(({ type, value }) => type === 'Block' && value.startsWith('*')));
}

/** `type Status = (typeof STATUSES)[number]` is the list again; the list has the docstring. */
function isNameOfAList({ type, typeAnnotation }) {
  const of = typeAnnotation?.type === 'TSIndexedAccessType' ? typeAnnotation.objectType : typeAnnotation?.typeAnnotation;
  return type === 'TSTypeAliasDeclaration' && of?.type === 'TSTypeQuery';
}

function nameOf(declaration) {
  return declaration.id?.name ?? declaration.declarations?.[0]?.id?.name;
}

function startOf(node) {
  return { start: node.loc.start, end: { line: node.loc.start.line, column: node.loc.start.column + 'export'.length } };
}
