/** Makes docs/errors.md from the catalogue of codes, so that no code can be without its page. Reads dist, like tools/pictures.mjs. */
import { keep } from './generated.mjs';

const DIST = '../dist/libs/errors';
const [{ ERROR_CODES }, { WHAT_TO_DO }] = await Promise.all([import(`${DIST}/codes.js`), import(`${DIST}/what-to-do.js`)]);

const HEAD = `# Refusals and their codes

<!-- Made from libs/errors by \`npm run errors-doc\`. Changes by hand are lost. -->

Every mutation answers with \`userErrors\`: empty when it was done, else one entry for each reason why it was refused, and then it was not
done. An entry has a \`code\` from this list, a \`message\` for a person, the \`path\` of the input field at fault where one is, and, where it
helps, \`whoCould\`: people who could act instead. \`template\` and \`values\` are the message for programs that say it in another language. Codes are never renamed; programs should look at the code and never at the message.
`;

const codes = Object.entries(ERROR_CODES).map(([code, meaning]) => `## ${code}\n\n${meaning}\n\n**What to do:** ${WHAT_TO_DO[code]}\n`);

await keep({ 'docs/errors.md': [HEAD, ...codes].join('\n') }, 'npm run errors-doc');
