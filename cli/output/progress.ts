import type { Shell } from '../shell.ts';
import { duration } from './numbers.ts';

/** Where a long job is. */
export interface Progress {
  /** From 0 to 1; undefined when the end is not known. */
  readonly fraction?: number | undefined;
  readonly note: string;
}

const redrawMs = 100;
const plainLineMs = 5000;
const barWidth = 24;

/** A bar that redraws itself on a terminal; elsewhere a plain line every five seconds. `end` takes the bar away. */
export function progressBar(shell: Shell, label: string) {
  const startedAt = shell.now();
  let drawnAt = shell.isTerminal ? 0 : startedAt;
  let isDrawn = false;

  return {
    update({ fraction, note }: Progress): void {
      const now = shell.now();
      if (now - drawnAt < (shell.isTerminal ? redrawMs : plainLineMs)) return;
      drawnAt = now;
      const percent = fraction === undefined ? '' : `${Math.floor(fraction * 100)}%`.padStart(5);
      const bar = fraction === undefined || !shell.isTerminal ? '' : ` ${barOf(fraction)}`;
      const line = `${label}${bar}${percent}  ${note}  ${duration(now - startedAt)}`;
      isDrawn = true;
      shell.err(shell.isTerminal ? `\r\x1b[2K${line.slice(0, shell.columns() - 1)}` : `${line}\n`);
    },
    end(): void {
      if (shell.isTerminal && isDrawn) shell.err('\r\x1b[2K');
    },
  };
}

function barOf(fraction: number): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * barWidth);
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)}`;
}
