import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';
import { eventually } from './eventually.js';

/** The command of a Chromium on this machine, or undefined: tests that need one say so in their name and are skipped. */
export const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => spawnSync(name, ['--version']).status === 0);

const QUIET = ['disable-gpu', 'disable-quic', 'no-first-run', 'disable-background-networking', 'disable-component-update', 'disable-sync'];

/** What the events that are listened to tell. */
interface Params {
  readonly request?: { readonly url: string };
  readonly url?: string;
  readonly entry?: { readonly level: string; readonly text: string };
  readonly exceptionDetails?: { readonly text: string };
}

/** What each event that is listened to says of the page. */
const NOTED: Readonly<Record<string, (params: Params) => { address?: string; complaint?: string }>> = {
  'Network.requestWillBeSent': ({ request }) => ({ address: request?.url }),
  'Network.webSocketCreated': ({ url }) => ({ address: url }),
  'Log.entryAdded': ({ entry }) => (entry?.level === 'error' ? { complaint: entry.text } : {}),
  'Runtime.exceptionThrown': ({ exceptionDetails }) => ({ complaint: exceptionDetails?.text }),
};

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: Record<string, unknown>;
}

/** One page in a headless Chromium with an empty profile, driven over the DevTools protocol. */
export class Page {
  /** Every address that the page asked for. */
  readonly asked: string[] = [];
  /** What the browser complained of: errors, refused loads, violations of the content policy. */
  readonly complaints: string[] = [];
  private readonly answers = new Map<number, (result: Record<string, unknown>) => void>();
  private sent = 0;

  private constructor(
    private readonly browser: ChildProcess,
    private readonly socket: WebSocket,
    private readonly profile: string,
  ) {
    socket.on('message', (data: Buffer) => this.hear(JSON.parse(data.toString()) as Message));
  }

  /** Starts a browser with one empty page. */
  static async open(): Promise<Page> {
    const profile = mkdtempSync(join(tmpdir(), 'countersign-browser-'));
    const flags = ['headless', 'no-sandbox', 'remote-debugging-port=0', 'window-size=1400,900', `user-data-dir=${profile}`, ...QUIET];
    const browser = spawn(CHROMIUM ?? '', [...flags.map((flag) => `--${flag}`), 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const port = await portOf(browser);
    const pages = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as { type: string; webSocketDebuggerUrl: string }[];
    const socket = new WebSocket(pages.find(({ type }) => type === 'page')?.webSocketDebuggerUrl ?? '');
    await once(socket, 'open');
    const page = new Page(browser, socket, profile);
    await Promise.all(['Page', 'Network', 'Log', 'Runtime'].map((domain) => page.send(`${domain}.enable`)));
    return page;
  }

  /** Goes to an address. */
  async go(url: string): Promise<void> {
    await this.send('Page.navigate', { url });
  }

  /** Sets a cookie for an address, as a sign-in would. */
  async cookie(url: string, name: string, value: string): Promise<void> {
    await this.send('Network.setCookie', { url, name, value });
  }

  /** The value of an expression in the page. */
  async value(expression: string): Promise<unknown> {
    const { result } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    return (result as { value?: unknown } | undefined)?.value;
  }

  /** Waits until an expression in the page is true. */
  async until(expression: string): Promise<void> {
    const holds = await eventually(() => this.value(expression), Boolean, 15_000);
    if (!holds) throw new Error(`It did not become true in the page: ${expression}`);
  }

  /** Types over everything in the field that has the focus. */
  async overwrite(text: string): Promise<void> {
    for (const type of ['keyDown', 'keyUp'])
      await this.send('Input.dispatchKeyEvent', { type, key: 'a', code: 'KeyA', modifiers: 2, windowsVirtualKeyCode: 65 });
    await this.send('Input.insertText', { text });
  }

  /** Ends the browser. */
  async close(): Promise<void> {
    const ended = once(this.browser, 'exit');
    void this.send('Browser.close');
    await ended;
    this.socket.close();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }); // its helpers write until they are gone, too
  }

  private send(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const id = ++this.sent;
    this.socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve) => this.answers.set(id, resolve));
  }

  private hear({ id, method, params, result }: Message): void {
    if (id !== undefined) this.answers.get(id)?.(result ?? {});
    else this.note(method ?? '', params ?? {});
  }

  private note(event: string, params: Params): void {
    const { address, complaint } = NOTED[event]?.(params) ?? {};
    if (address) this.asked.push(address);
    if (complaint) this.complaints.push(complaint);
  }
}

/** The port is written by the browser itself, since it chose a free one. */
function portOf(browser: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    browser.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, port] = /DevTools listening on ws:\/\/[^:]+:(\d+)\//.exec(said) ?? [];
      if (port) resolve(port);
    });
    browser.once('exit', () => reject(new Error(`The browser did not start: ${said}`)));
  });
}
