/** A page of docs/pictures: what is to be seen, the picture, and what stands below it. */
export function page({ title, words, picture, below = [] }) {
  const head = [`# ${title}`, '', '<!-- Drawn from the code by `npm run pictures`. Changes by hand are lost. -->', '', words, ''];
  return [...head, '```mermaid', ...picture, '```', ...below, ''].join('\n');
}
