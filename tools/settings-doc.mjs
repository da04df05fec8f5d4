/** Makes docs/settings.md from the table of variables, so that no setting can be without its line. Reads dist, like tools/pictures.mjs. */
import { keep } from './generated.mjs';

const { VARIABLES } = await import('../dist/libs/settings/variables.js');

const HEAD = `# Settings

<!-- Made from libs/settings by \`npm run settings-doc\`. Changes by hand are lost. -->

Every setting is a variable of the environment. Each can also be given as \`NAME_FILE\`, the path of a file that holds the value, which is how secrets should be given; the direct one wins. An empty value counts as none. What is wrong or missing is told all at once, with secrets masked, and the process ends with exit code 78. Bands and people are not settings: they are data, which admins change while the service runs.

| Variable | Must be | Default | Why |
|---|---|---|---|
`;

const rows = Object.values(VARIABLES).map(
  ({ name, type, unit, default: preset, secret, why }) =>
    `| \`${name}\`${secret ? ' (secret)' : ''} | ${inCell(type.valid)}${unit ? ` (${unit})` : ''} | ${preset ? `\`${inCell(preset)}\`` : 'none'} | ${inCell(why)} |`,
);

await keep({ 'docs/settings.md': `${HEAD}${rows.join('\n')}\n` }, 'npm run settings-doc');

function inCell(text) {
  return text.replaceAll('|', '\\|');
}
