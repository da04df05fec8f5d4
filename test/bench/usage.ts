import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** What one process, or a tree of them, has used. */
interface Usage {
  cpuSeconds: number;
  /** Resident now, in MiB. */
  memoryMib: number;
}

/** Notes what some processes have used by now; the answer says, in words, what they used since, for each of so many pieces of work. */
export function usagesOf(pids: Readonly<Record<string, number>>): (pieces: number) => string[] {
  const before = Object.entries(pids).map(([name, pid]) => usageOf(pid, name === 'postgres'));
  return (pieces) =>
    Object.entries(pids).map(([name, pid], index) => {
      const { cpuSeconds, memoryMib } = usageOf(pid, name === 'postgres');
      const spentMs = (cpuSeconds - (before[index]?.cpuSeconds ?? 0)) * 1000;
      return `  ${name.padEnd(10)} ${(spentMs / pieces).toFixed(2)} ms CPU each   ${memoryMib.toFixed(0)} MiB`;
    });
}

/** What a process uses; with `tree`, together with all its children. Linux only: reads /proc. */
function usageOf(pid: number, tree = false): Usage {
  const pids = tree ? [pid, ...childrenOf(pid)] : [pid];
  const all = pids.map(one);
  return { cpuSeconds: all.reduce((sum, use) => sum + use.cpuSeconds, 0), memoryMib: all.reduce((sum, use) => sum + use.memoryMib, 0) };
}

function one(pid: number): Usage {
  try {
    const fields = statOf(pid);
    const rss = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
    return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND, memoryMib: Number(rss) / 1024 };
  } catch {
    return { cpuSeconds: 0, memoryMib: 0 }; // it ended meanwhile
  }
}

/** The fields of /proc/PID/stat after the name, which may hold blanks: [0] is the state, [1] the parent. */
function statOf(pid: number): string[] {
  return (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '').split(' ');
}

function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => {
    try {
      return Number(statOf(pid)[1]) === parent;
    } catch {
      return false;
    }
  });
}
