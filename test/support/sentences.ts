import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** A sentence that the code can say: where it stands, and how each of its values is called and made. */
interface Said {
  readonly file: string;
  readonly template: string;
  readonly values: readonly { readonly name: string; readonly from: string }[];
}

/** Every sentence that is written with `say` in the rooms and at the door, read from the code itself. */
export function sentencesOfTheCode(): Said[] {
  return ['libs', 'apps/api/src']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
    .filter((file) => /\.ts$/.test(file) && !/\.(e2e-)?spec\.ts$/.test(file))
    .flatMap((file) => saidIn(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)));
}

function saidIn(source: ts.SourceFile): Said[] {
  const found: Said[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'say') found.push({ file: source.fileName, ...read(node.template) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function read(template: ts.TemplateLiteral): Omit<Said, 'file'> {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return { template: template.text, values: [] };
  const values = template.templateSpans.map(({ expression }) => valueOf(expression));
  const words = template.templateSpans.map(({ literal }, place) => `{${values[place]?.name ?? ''}}${literal.text}`);
  return { template: template.head.text + words.join(''), values };
}

function valueOf(expression: ts.Expression): { name: string; from: string } {
  const [property, ...more] = ts.isObjectLiteralExpression(expression) ? expression.properties : [];
  if (!property?.name || more.length > 0) throw new Error(`Not one key: ${expression.getText()}`);
  const from = ts.isPropertyAssignment(property) ? property.initializer.getText() : property.name.getText();
  return { name: property.name.getText(), from };
}
