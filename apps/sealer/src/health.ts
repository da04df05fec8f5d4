import { createServer } from 'node:http';
import type { Settings } from '#settings';
import type { Sealer } from './sealer.js';

/** /healthz: the process lives. /readyz: what happens is sealed and sent, with the reasons when it is not. Resolves to what closes it. */
export async function openHealth(
  sealer: Pick<Sealer, 'readiness'>,
  settings: Pick<Settings, 'host' | 'sealerHealthPort'>,
): Promise<() => void> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/healthz') answer(200, { alive: true });
    else if (request.url === '/readyz') void sealer.readiness().then((readiness) => answer(readiness.ready ? 200 : 503, readiness));
    else answer(404, {});
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(settings.sealerHealthPort, settings.host, resolve);
  });
  return () => {
    server.closeAllConnections();
    server.close();
  };
}
