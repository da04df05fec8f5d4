import type { FastifyReply } from 'fastify';

/** What one page shows. `body` is HTML that was written by us: whatever comes from elsewhere must pass `escaped` first. */
export interface Page {
  readonly title: string;
  readonly body: string;
  /** In which language it is; English when it is not said. */
  readonly lang?: 'en' | 'de';
}

/** Answers a small page in the look of the house: no script, no foreign file, readable on any screen and without style. */
export function page(reply: FastifyReply, { title, body, lang = 'en' }: Page): FastifyReply {
  return reply.header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-store').send(`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Countersign</title>
<link rel="icon" href="/assets/mark.svg">
<link rel="stylesheet" href="/assets/house.css">
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`);
}

/** Text made safe to stand in HTML, attributes in double quotes included. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
