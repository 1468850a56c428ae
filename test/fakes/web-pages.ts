import type { Clock } from '../../core/kernel/clock.ts';
import type { KeptWebPage, WebPage, WebPages } from '../../core/pages/ports.ts';

/** Pages in memory, which can be looked at, and fail when told to. */
export interface InMemoryWebPages extends WebPages {
  readonly all: ReadonlyMap<string, WebPage>;
  /** Every put and removal, in order. */
  readonly calls: readonly string[];
  /** The put of this path is the last that is asked for: it fails. */
  failAt(path: string): void;
}

export function inMemoryWebPages(clock: Clock): InMemoryWebPages {
  const all = new Map<string, WebPage>();
  const kept = new Map<string, KeptWebPage>();
  const calls: string[] = [];
  let failing: string | undefined;
  return {
    all,
    calls,
    failAt: (path) => {
      failing = path;
    },
    put: async (page) => {
      if (page.path === failing) throw new Error(`${page.path} is refused`);
      calls.push(`put ${page.path}`);
      all.set(page.path, page);
      kept.set(page.path, { path: page.path, keptAt: clock.now() });
    },
    list: async () => [...kept.values()],
    remove: async (paths) => {
      for (const path of paths) {
        calls.push(`remove ${path}`);
        all.delete(path);
        kept.delete(path);
      }
    },
  };
}
