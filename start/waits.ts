import { counted } from '../cli/output/numbers.ts';
import type { Progress } from '../cli/output/progress.ts';
import { printable } from '../cli/output/table.ts';
import type { Shell } from '../cli/shell.ts';
import type { FunctionFailure, FunctionWait, LocalRuntime } from './runtime-port.ts';

/** Resolves when the stack has nothing left to do, and says meanwhile what it is at. */
export const idleOf = (
  runtime: LocalRuntime,
  onProgress: (progress: Progress) => void,
): Promise<void> =>
  runtime.idle({
    delayed: true,
    onWait: (waits) => {
      onProgress({ note: waitsText(waits) });
    },
  });

/** What is waited for, in a line. */
export const waitsText = (waits: readonly FunctionWait[]): string =>
  waits.length === 0 ? 'nearly done' : waits.map(waitText).join('; ');

function waitText({ path, running, runningSeconds, queued, retried, next }: FunctionWait): string {
  const parts = [
    ...(running > 0 ? [`at work for ${runningSeconds} s`] : []),
    ...(queued > 0 ? [`${counted(queued, 'message')} waiting`] : []),
    ...(next === undefined
      ? []
      : [`${counted(retried, 'message')} again in ${next.seconds} s (${printable(next.reason)})`]),
  ];
  return `${nameIn(path)}: ${parts.join(', ')}`;
}

const nameIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A function that fails is often called again at once: so soon the same is not said twice. */
const sameMs = 10_000;

/** Tells a person of what fails, as it fails, with what becomes of it and what to do. */
export function failureTeller(
  shell: Shell,
  { farthing, logFile }: { readonly farthing: string; readonly logFile: string },
): (failure: FunctionFailure) => void {
  const said = new Map<string, number>();
  const clear = shell.isTerminal ? '\r\x1b[2K' : '';
  return (failure) => {
    const text = failureText(failure, farthing);
    const now = shell.now();
    if (now - (said.get(text) ?? -Infinity) < sameMs) return;
    const more = said.size === 0 ? `  ${logFile} says more of what fails.\n` : '';
    said.set(text, now);
    shell.err(`${clear}  ${text}\n${more}`);
  };
}

function failureText(failure: FunctionFailure, farthing: string): string {
  const { path, reason, messages, retrySeconds } = failure;
  const at = messages === undefined ? '' : ` at ${counted(messages, 'message')}`;
  const what = `${nameIn(path)} failed${at}: ${printable(reason)}`;
  if (retrySeconds !== undefined) return `${what}. It is tried again in ${retrySeconds} s.`;
  if (messages === undefined) return `${what}.`;
  return `${what}. That was the last try: \`${farthing} dlq list\` says what they are, \`${farthing} dlq redrive --all\` tries them again.`;
}
