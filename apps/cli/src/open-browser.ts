import { spawn } from 'node:child_process';

const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
  linux: ['xdg-open'],
};

/** True where somebody sits at a screen: a terminal, and on Linux a display. */
export function hasScreen(env: NodeJS.ProcessEnv = process.env): boolean {
  if (!process.stdout.isTTY || env['CI']) return false;
  return process.platform !== 'linux' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);
}

/** Shows the address in the person's browser. That it fails is no matter: the address stands in the terminal, too. */
export function openBrowser(url: string): void {
  const [file, ...args] = OPENERS[process.platform] ?? [];
  if (!file) return;
  const child = spawn(file, [...args, url], { stdio: 'ignore', detached: true });
  child.once('error', () => undefined);
  child.unref();
}
