import { refreshHour } from '../../../core/metering/totals/refresh.ts';
import { InMemoryUsageTotals } from '../../fakes/usage-totals.ts';
import type { Violation } from '../journal.ts';
import type { Scenario } from '../scenario.ts';
import type { Stores } from '../stores.ts';
import { eventsOfBlock, storedTotals } from './decode.ts';
import { claimText, contentText, homeOf, logOf } from './events.ts';
import { type Ledger, logText } from './ledger.ts';
import { recounted, storedAs } from './recount.ts';
import { differenceOf } from './watch.ts';

/** A run that has come to rest: nothing is under way, nothing is queued. */
export interface AtRest {
  readonly scenario: Scenario;
  readonly stores: Stores;
  readonly ledger: Ledger;
}

/** The first thing that is wrong with what is stored, if anything is. */
export async function wrongAtRest(run: AtRest): Promise<Violation | undefined> {
  return (
    wrongInLogs(run) ??
    wrongAboutPromises(run) ??
    (await wrongInTotals(run)) ??
    (await wrongWhenRebuilt(run))
  );
}

/** Reads every log from the store again: what the watch was told need not be what is there. */
function wrongInLogs({ stores, ledger }: AtRest): Violation | undefined {
  for (const key of stores.usageLog.keys()) {
    const name = logText(key);
    const blocks = stores.usageLog.blocksOf(key);
    const rule = 'a log has its blocks from 1 on without a hole';
    const numbers = blocks.map(({ seq }) => seq).join(' ');
    if (blocks.some(({ seq }, index) => seq !== index + 1)) {
      return { rule, detail: `log ${name} has ${numbers}`, about: name };
    }
    const stored = blocks.map(({ bytes }) => eventsOfBlock(key.tenant, bytes).map(contentText));
    const told = ledger.log(key).blocks.map((block) => block.map(({ content }) => content));
    if (JSON.stringify(stored) !== JSON.stringify(told)) {
      return {
        rule: 'blocks never change',
        detail: `log ${name} is not what was put`,
        about: name,
      };
    }
    const claims = blocks.flatMap(({ bytes }) => eventsOfBlock(key.tenant, bytes).map(claimText));
    const again = claims.find((claim, index) => claims.indexOf(claim) !== index);
    if (again !== undefined) {
      return {
        rule: 'an identity is in a log once',
        detail: `${again} is in log ${name} twice`,
        about: name,
      };
    }
  }
  return undefined;
}

/** Every event that was accepted is in its log, or in quarantine for a reason that holds. */
function wrongAboutPromises({ scenario, ledger }: AtRest): Violation | undefined {
  for (const event of ledger.promised) {
    const content = contentText(event);
    const logged = ledger.contentIn(logOf(event, scenario.epochs), event);
    if (logged === content || ledger.isSetAside(content)) continue;
    return {
      rule: 'no accepted event is lost',
      detail: `${content} is neither counted nor in quarantine`,
      about: claimText(event),
    };
  }
  return undefined;
}

async function wrongInTotals({ stores, ledger }: AtRest): Promise<Violation | undefined> {
  const got = new Map<string, Map<string, string>>();
  for (const { key, content } of stores.totals.items()) {
    const about = JSON.stringify(key);
    const { catalogVersion, rows } = storedTotals(content);
    const { version } = await stores.catalogs.latest(key.tenant, 'strong');
    if (catalogVersion !== version) {
      const detail = `${about} is of version ${catalogVersion}, not ${version}`;
      return { rule: 'at rest all totals are of the newest catalog', detail, about };
    }
    const stray = rows.find(({ subject }) => homeOf(subject) !== key.partition);
    if (stray !== undefined) {
      const detail = `${stray.subject} is in ${about}`;
      return { rule: 'a subject is in its own partition', detail, about };
    }
    const place = JSON.stringify([key.tenant, key.hour]);
    const hour = got.get(place) ?? new Map<string, string>();
    for (const row of rows) {
      const { place: rowPlace, text } = storedAs(row, key.hour);
      hour.set(rowPlace, text);
    }
    got.set(place, hour);
  }
  return wrongInHours({ stores, ledger }, got);
}

async function wrongInHours(
  { stores, ledger }: Pick<AtRest, 'stores' | 'ledger'>,
  got: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Promise<Violation | undefined> {
  const logged = ledger.logs
    .filter(({ blocks }) => blocks.length > 0)
    .map(({ tenant, minute }) => JSON.stringify([tenant, Math.floor(minute / 60)]));
  for (const place of new Set([...got.keys(), ...logged])) {
    const [tenant, hour] = JSON.parse(place) as [string, number];
    const { version } = await stores.catalogs.latest(tenant, 'strong');
    const wanted = recounted(ledger.eventsOf(tenant, hour), ledger.metersOf(tenant, version));
    const difference = differenceOf(wanted, got.get(place) ?? new Map());
    if (difference === undefined) continue;
    const detail = `${tenant}, hour ${hour}: ${difference}`;
    return { rule: 'totals equal the recount', detail, about: `"hour":${hour}` };
  }
  return undefined;
}

/** Folds everything anew from the logs alone, and compares what comes of it with what there is. */
async function wrongWhenRebuilt({ stores, ledger }: AtRest): Promise<Violation | undefined> {
  const totals = new InMemoryUsageTotals();
  const hours = new Map<
    string,
    { tenant: string; shard: number; hour: number; coverage: Map<number, number> }
  >();
  for (const { tenant, shard, minute, blocks } of ledger.logs) {
    const hour = Math.floor(minute / 60);
    const place = JSON.stringify([tenant, shard, hour]);
    const touched = hours.get(place) ?? { tenant, shard, hour, coverage: new Map() };
    touched.coverage.set(minute, blocks.length);
    hours.set(place, touched);
  }
  const { usageLog, catalogs } = stores;
  for (const touched of hours.values()) await refreshHour({ usageLog, totals, catalogs }, touched);
  return differenceWhenRebuilt(stores.totals, totals);
}

function differenceWhenRebuilt(
  kept: InMemoryUsageTotals,
  rebuilt: InMemoryUsageTotals,
): Violation | undefined {
  const rule = 'totals that are deleted come back to the byte';
  const hex = (totals: InMemoryUsageTotals) =>
    new Map(
      totals
        .items()
        .map(({ key, content }) => [JSON.stringify(key), Buffer.from(content).toString('hex')]),
    );
  const before = hex(kept);
  const after = hex(rebuilt);
  for (const about of new Set([...before.keys(), ...after.keys()])) {
    if (before.get(about) === after.get(about)) continue;
    const [was, is] = [before.get(about), after.get(about)].map((text) =>
      text === undefined ? 'nothing' : JSON.stringify(storedTotals(Buffer.from(text, 'hex'))),
    );
    return { rule, detail: `${about} was ${was}, is ${is}`, about };
  }
  const progress = (totals: InMemoryUsageTotals) =>
    new Map(
      totals
        .progress()
        .map(({ key, progress }) => [
          JSON.stringify(key),
          JSON.stringify([progress.catalogVersion, [...progress.coverage].sort()]),
        ]),
    );
  const difference = differenceOf(progress(rebuilt), progress(kept));
  return difference === undefined ? undefined : { rule, detail: difference, about: 'progress' };
}
