import { readSettings } from '#settings';
import { CommandError, EXIT } from './command.errors.js';

/** Above what the api itself allows its longest answer. */
const ANSWER_MS = 90_000;

/**
 * Asks the api at PUBLIC_URL, by the rights of whose token is in COUNTERSIGN_TOKEN. Faults of what was sent (422) are an answer.
 * @throws CommandError `config` without a token, `unavailable` without an api, `noPermission` or `refused` with the api's own sentence
 */
export async function askHouse(path: string, body?: string): Promise<Response> {
  const { publicUrl, token } = readSettings(process.env, []);
  if (!token) throw new CommandError(EXIT.config, 'Put a token of yours into COUNTERSIGN_TOKEN: what it may do, the command may do.');
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { method: 'POST', body };
  const answer = await fetch(`${publicUrl}${path}`, {
    ...{ ...sent, headers, redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS) },
  }).catch((cause: unknown) => {
    throw new CommandError(EXIT.unavailable, `The api does not answer at ${publicUrl}. Start it, or set PUBLIC_URL to its address.`, {
      cause,
    });
  });
  if (answer.ok || answer.status === 422) return answer;
  throw new CommandError(codeOf(answer.status), await sentenceOf(answer));
}

function codeOf(status: number): CommandError['exitCode'] {
  if (status === 401 || status === 403) return EXIT.noPermission;
  return status >= 500 || status === 429 ? EXIT.unavailable : EXIT.refused;
}

async function sentenceOf(answer: Response): Promise<string> {
  const { errors } = (await answer.json().catch(() => ({}))) as { errors?: readonly { message: string }[] };
  return errors?.[0]?.message ?? `The api answered ${answer.status}.`;
}
