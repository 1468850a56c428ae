import type { DropManifest } from '../../contract/drops/manifest.ts';
import { type Decimal, decimalFrom, decimalOf, decimalText } from '../../kernel/decimal.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import type { CorrectionPorts } from '../../metering/corrections/correction-step.ts';
import { isTimeZone, rangesOf, tallyEvents, tallyIdentity } from '../tally-event.ts';
import { type DroppedRow, FileGone, headOf, rowsFault, rowsOf } from './dropped-rows.ts';
import type {
  CheckedFiles,
  DropFault,
  DropFiles,
  DropPlace,
  DropRecord,
  DropRecords,
  TallyDays,
} from './ports.ts';
import { revisionFault } from './revisions.ts';
import { fileOf, inRounds, type RoundPorts, workOffRound } from './rounds.ts';

/** What drops are checked with, and written. */
export interface DropPorts extends RoundPorts {
  readonly drops: DropRecords;
  readonly files: DropFiles;
  /** What lower revisions are taken out with. */
  readonly corrections: CorrectionPorts;
}

const FAULTS_SHOWN = 20;
/** A file that has so many is not read on. */
const FAULTS_MAX = 1_000;
/** A revision is looked for of each day of each type. */
const TYPE_DAYS_MAX = 400;

/** What is wrong with a drop: the first ones, and how many. */
class Faults {
  readonly shown: DropFault[] = [];
  #count = 0;

  add(...faults: readonly (DropFault | undefined)[]): void {
    for (const fault of faults) {
      if (fault === undefined) continue;
      this.#count += 1;
      if (this.shown.length < FAULTS_SHOWN) this.shown.push(fault);
    }
  }

  get count(): number {
    return this.#count;
  }
}

/** What rows come to, and which of them are of the same tally. */
class Rows {
  readonly #firstOf = new Map<string, string>();
  readonly #days = new Map<string, Set<string>>();
  readonly #sums = new Map<string, Decimal>();

  /** What is wrong with a row, after those before it. */
  add({ file, row }: DroppedRow): DropFault | undefined {
    const identity = tallyIdentity(row);
    const first = this.#firstOf.get(identity);
    if (first !== undefined) {
      const detail = `add it to ${first}, which is of the same day, subject, type and dimensions`;
      return { code: 'row-twice', file, line: row.line, detail };
    }
    this.#firstOf.set(identity, `line ${row.line} of ${file}`);
    this.#days.set(row.type, (this.#days.get(row.type) ?? new Set()).add(row.day));
    for (const [column, text] of Object.entries(row.values)) {
      const sum = (this.#sums.get(column) ?? 0n) + (decimalFrom(text) ?? 0n);
      this.#sums.set(column, decimalOf(sum));
    }
    return undefined;
  }

  found(): Pick<CheckedFiles, 'rows' | 'days' | 'dayCount' | 'sums'> {
    const days = [...this.#days].flatMap(([type, own]): readonly TallyDays[] =>
      rangesOf(own).map(([first, last]) => ({ type, first, last })),
    );
    return {
      rows: this.#firstOf.size,
      days,
      dayCount: new Set([...this.#days.values()].flatMap((own) => [...own])).size,
      sums: Object.fromEntries([...this.#sums].map(([column, sum]) => [column, decimalText(sum)])),
    };
  }
}

/**
 * Looks at all that a drop would write, and writes nothing: whether its files are those that the manifest is of, and
 * each row is right by itself, beside the others, and beside what the log has.
 */
export async function checkDrop(
  ports: DropPorts,
  tenant: string,
  { drop, manifest }: { readonly drop: DropRecord; readonly manifest: DropManifest },
): Promise<DropRecord> {
  const faults = new Faults();
  faults.add(...manifestFaults(manifest), await zoneFault(ports, tenant, manifest));
  const { version: catalog } = await ports.catalogs.latest(tenant, 'strong');
  const rows = new Rows();
  const versions =
    faults.count > 0
      ? []
      : await filesChecked(ports, tenant, { drop, manifest, catalog, rows, faults });
  const found = rows.found();
  if (faults.count === 0) faults.add(daysFault(found.days));
  if (faults.count === 0) {
    faults.add(await revisionFault(ports.corrections, tenant, manifest, found.days));
  }
  if (faults.count > 0) {
    const moreFaults = faults.count - faults.shown.length;
    return {
      ...drop,
      status: 'refused',
      faults: faults.shown,
      moreFaults,
      endedAt: ports.clock.now(),
    };
  }
  return { ...drop, status: 'sending', checked: { catalog, versions, ...found } };
}

function manifestFaults(manifest: DropManifest): readonly (DropFault | undefined)[] {
  const { files, revision = 1, reason, timezone = 'UTC' } = manifest;
  const malformed = (detail: string): DropFault => ({ code: 'manifest-malformed', detail });
  const names = files.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return [
    rowsFault(manifest),
    twice === undefined ? undefined : malformed(`name each file once, got ${twice} twice`),
    revision === 1 || reason !== undefined
      ? undefined
      : malformed('say the reason: what lower revisions have of these days is taken out'),
    isTimeZone(timezone)
      ? undefined
      : malformed(`name an IANA time zone, such as Europe/Paris, got ${timezone}`),
  ];
}

/** A source adds up in the days of one time zone: of another, the same day would be found beside the one before. */
async function zoneFault(
  { drops }: DropPorts,
  tenant: string,
  { source, timezone = 'UTC' }: DropManifest,
): Promise<DropFault | undefined> {
  const zone = await drops.zoneOf(tenant, source);
  if (zone === undefined || zone === timezone) return undefined;
  const detail = `say the timezone ${zone}, or take another source: ${source} has dropped days of it, got ${timezone}`;
  return { code: 'timezone-differs', detail };
}

function daysFault(ranges: readonly TallyDays[]): DropFault | undefined {
  const days = ranges.reduce((sum, { first, last }) => {
    return sum + (Date.parse(last) - Date.parse(first)) / millisecondsPer.day + 1;
  }, 0);
  if (days <= TYPE_DAYS_MAX) return undefined;
  const detail = `split it: a drop has at most ${TYPE_DAYS_MAX} days of all its types together, got ${days}`;
  return { code: 'rows-too-many', detail };
}

/** Which versions of its files were looked at; what is wrong goes to `faults`. */
async function filesChecked(
  ports: DropPorts,
  tenant: string,
  of: {
    readonly drop: DropRecord;
    readonly manifest: DropManifest;
    readonly catalog: number;
    readonly rows: Rows;
    readonly faults: Faults;
  },
): Promise<readonly string[]> {
  const { drop, manifest, catalog, rows, faults } = of;
  const place = { tenant, name: drop.name };
  const versions: string[] = [];
  for (const file of manifest.files) {
    const head = await headOf(ports.files, place, file);
    if ('code' in head) faults.add(head);
    else versions.push(head.version);
  }
  if (faults.count > 0) return versions;
  const own = { ...ports, writer: once(ports.writer()) };
  const eventOf = tallyEvents(fileOf(manifest));
  let number = 0;
  for await (const round of inRounds(
    everyRow(ports, { place, manifest, versions }),
    ports.roundRows,
  )) {
    if ('fault' in round) faults.add(round.fault);
    else {
      number += 1;
      faults.add(...round.rows.map((row) => rows.add(row)));
      const about = {
        drop,
        eventOf,
        number,
        catalog,
        isLook: true,
        rows: round.rows,
      };
      faults.add(...(await workOffRound(own, tenant, about)).faults);
    }
    if (faults.count > FAULTS_MAX) break;
  }
  return versions;
}

export const once =
  <One>(one: One) =>
  (): One =>
    one;

/** The rows of all files in their order; a file that is gone is a fault, too. */
async function* everyRow(
  { files }: DropPorts,
  of: {
    readonly place: DropPlace;
    readonly manifest: DropManifest;
    readonly versions: readonly string[];
  },
): AsyncGenerator<DroppedRow | DropFault> {
  const { place, manifest, versions } = of;
  for (const [index, file] of manifest.files.entries()) {
    try {
      yield* rowsOf(
        files,
        { place, manifest, file },
        { version: versions[index] ?? '', bytes: file.bytes },
      );
    } catch (error) {
      if (!(error instanceof FileGone)) throw error;
      yield { code: 'file-missing', file: file.name, detail: error.message };
    }
  }
}
