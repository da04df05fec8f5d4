/** A rule may be switched off for one place, but the place must say why: `// eslint-disable-next-line no-console -- the crash handler has no logger yet`. */
export const reasonedDisable = {
  meta: {
    type: 'suggestion',
    docs: { description: 'An eslint-disable comment gives its reason after two dashes.' },
    messages: { reason: 'Say why the rule does not fit here: add " -- " and the reason to the comment.' },
    schema: [],
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (lacksReason(comment.value)) context.report({ loc: comment.loc, messageId: 'reason' });
        }
      },
    };
  },
};

function lacksReason(text) {
  return /^\s*eslint-disable/.test(text) && !/\s--\s+\S+/.test(text);
}
