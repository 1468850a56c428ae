import type {
  ExportFileParts,
  ExportFiles,
  ExportPlace,
  ExportRuns,
  SeenDay,
  SeenDays,
} from '../../core/exports/ports.ts';
import { exportRunFrom, exportRunText } from '../../core/exports/stored-run.ts';
import type { Mischief } from './failing-books.ts';

/** Files that can be looked at, by `tenant/of/name`, and how often one was put. */
export interface InMemoryExportFiles extends ExportFiles, ExportFileParts {
  readonly all: ReadonlyMap<string, Uint8Array>;
  readonly puts: number;
  /** Makes what is there to what another version would have put: another text, or nothing; as no adapter can. */
  rewrite(as: (name: string, text: string) => string | undefined): void;
}

const exportPlaceText = ({ tenant, of, name }: ExportPlace): string => `${tenant}/${of}/${name}`;

export function inMemoryExportFiles(): InMemoryExportFiles {
  const all = new Map<string, Uint8Array>();
  let puts = 0;
  return {
    all,
    get puts() {
      return puts;
    },
    async put(place, bytes) {
      const at = exportPlaceText(place);
      if (all.has(at)) return 'taken';
      all.set(at, Uint8Array.from(bytes));
      puts += 1;
      return 'put';
    },
    rewrite(as) {
      for (const [name, bytes] of all) {
        const before = Buffer.from(bytes).toString('latin1');
        const text = as(name, before);
        if (text === undefined) all.delete(name);
        else if (text !== before) all.set(name, Buffer.from(text, 'latin1'));
      }
    },
    get: async (place) => all.get(exportPlaceText(place))?.slice(),
    read: async (place, { from, length }) =>
      all.get(exportPlaceText(place))?.slice(from, from + length),
  };
}

/** Files as the network serves them. */
export const failingExportFiles = (files: ExportFiles, mischief: Mischief): ExportFiles => ({
  put: (place, bytes) => mischief.put(() => files.put(place, bytes)),
  get: (place) => mischief.around(() => files.get(place)),
});

export function inMemorySeenDays(): SeenDays {
  const days = new Map<string, SeenDay>();
  return {
    list: async (tenant, { from, to }) =>
      [...days.entries()].flatMap(([key, seen]) => {
        const isAsked = key === `${tenant} ${seen.day}` && seen.day >= from && seen.day < to;
        return isAsked ? [seen] : [];
      }),
    async put(tenant, seen) {
      days.set(`${tenant} ${seen.day}`, seen);
    },
  };
}

/** Runs in memory, in the text that is kept. */
export function inMemoryExportRuns(): ExportRuns {
  const runs = new Map<
    string,
    {
      readonly tenant: string;
      readonly id: string;
      readonly revision: number;
      readonly text: string;
    }
  >();
  return {
    async get(tenant, id) {
      const kept = runs.get(`${tenant} ${id}`);
      return kept === undefined ? undefined : exportRunFrom(kept, kept.text);
    },
    async put(run) {
      const { tenant, id, revision } = run;
      if ((runs.get(`${tenant} ${id}`)?.revision ?? 0) !== revision - 1) return 'taken';
      runs.set(`${tenant} ${id}`, { tenant, id, revision, text: exportRunText(run) });
      return 'put';
    },
    list: async (tenant, limit) =>
      [...runs.values()]
        .filter((kept) => kept.tenant === tenant)
        .toSorted((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, limit)
        .map(({ text, ...of }) => exportRunFrom(of, text)),
  };
}
