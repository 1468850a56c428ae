import { duration } from '../cli/output/numbers.ts';
import { type Progress, progressBar } from '../cli/output/progress.ts';
import type { Shell } from '../cli/shell.ts';

/** Runs a named step with its progress, and says how long it took. */
export async function step<Result>(
  shell: Shell,
  label: string,
  work: (onProgress: (progress: Progress) => void) => Promise<Result>,
): Promise<Result> {
  const startedAt = shell.now();
  const bar = progressBar(shell, `  ${label}`);
  bar.update({ note: '' });
  let fraction: Progress = { note: '' };
  const ticking = setInterval(() => {
    bar.update(fraction);
  }, 200);
  try {
    return await work((progress) => {
      fraction = progress;
      bar.update(progress);
    });
  } finally {
    clearInterval(ticking);
    bar.end();
    shell.err(`  ${label}  ${duration(shell.now() - startedAt)}\n`);
  }
}
