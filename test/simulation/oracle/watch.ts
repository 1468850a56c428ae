import type { PutOutcome } from '../../../core/kernel/log.ts';
import type { LogKey } from '../../../core/metering/log/log-key.ts';
import type { StoredBlock } from '../../../core/metering/log/ports.ts';
import type { QuarantineReason } from '../../../core/metering/quarantine/ports.ts';
import type {
  FoldProgress,
  FoldProgressKey,
  Revised,
  TotalsKey,
} from '../../../core/metering/totals/ports.ts';
import type { HourTotals } from '../../../core/metering/totals/totals.ts';
import { totalsBytes } from '../../../core/metering/totals/totals-bytes.ts';
import type { Journal } from '../journal.ts';
import type { Scenario } from '../scenario.ts';
import type { State } from '../states.ts';
import type { Tables } from '../stores.ts';
import type { SentEvent } from '../traffic.ts';
import { eventsOfBlock, eventsOfMessage, storedTotals } from './decode.ts';
import { claimText, contentText, homeOf, logOf, noteSalt } from './events.ts';
import { type Ledger, logText } from './ledger.ts';
import { isCounted, recounted, storedAs } from './recount.ts';

/** A function's clock may be ahead by this, and time goes on between its looking and its putting. */
const CLOCKS_OFF_MS_MAX = 2_000;

/** Looks on while a run goes on, and says so the moment something happens that must not. */
export class Watch {
  readonly #ledger: Ledger;
  readonly #journal: Journal<State>;
  readonly #scenario: Scenario;
  readonly #clock: () => number;
  readonly #totals = new Map<string, Revised<HourTotals>>();
  readonly #progress = new Map<string, FoldProgress>();

  constructor(
    { ledger, journal, scenario }: { ledger: Ledger; journal: Journal<State>; scenario: Scenario },
    clock: () => number,
  ) {
    this.#ledger = ledger;
    this.#journal = journal;
    this.#scenario = scenario;
    this.#clock = clock;
  }

  /** The same tables, with the watch told of all that is put. */
  over({ usageLog, totals, rollups, catalogs, quarantine, salts }: Tables): Tables {
    const told = async (outcome: Promise<PutOutcome>, tell: () => void): Promise<PutOutcome> => {
      if ((await outcome) === 'put') tell();
      return outcome;
    };
    return {
      usageLog: {
        read: (key, after, consistency) => usageLog.read(key, after, consistency),
        readHour: (hour) => usageLog.readHour(hour),
        append: (key, block) => told(usageLog.append(key, block), () => this.#onBlock(key, block)),
      },
      totals: {
        read: (key) => totals.read(key),
        put: (key, next) => told(totals.put(key, next), () => this.#onTotals(key, next)),
        readRange: (range) => totals.readRange(range),
        readProgress: (key, consistency) => totals.readProgress(key, consistency),
        putProgress: (key, next) =>
          told(totals.putProgress(key, next), () => this.#onProgress(key, next.value)),
        listProgress: (page) => totals.listProgress(page),
      },
      rollups,
      salts: {
        ...salts,
        add: (tenant, subject, salt) =>
          told(salts.add(tenant, subject, salt), () => noteSalt(tenant, subject, salt)),
      },
      catalogs: {
        latest: (tenant, consistency) => catalogs.latest(tenant, consistency),
        append: (tenant, catalog) =>
          told(catalogs.append(tenant, catalog), () =>
            this.#ledger.define(tenant, catalog.version, catalog.meters),
          ),
      },
      quarantine: {
        get: (tenant, id) => quarantine.get(tenant, id),
        list: (tenant, page) => quarantine.list(tenant, page),
        put: (entry) =>
          told(quarantine.put(entry), () => {
            const { occurredAt, data, ...event } = entry.event;
            const parsed = data === undefined ? undefined : (JSON.parse(data) as SentEvent['data']);
            const sent = { ...event, tenant: entry.tenant, time: occurredAt, data: parsed };
            this.#onQuarantined(sent, entry.reason);
          }),
      },
    };
  }

  /** A message is about to be deleted from the events queue: nobody will hear of its events again. */
  onDelete(body: string): void {
    for (const event of eventsOfMessage(body)) {
      const content = contentText(event);
      const logged = this.#ledger.contentIn(logOf(event, this.#scenario.epochs), event);
      if (logged === content || this.#ledger.isSetAside(content)) continue;
      this.#broken(
        'a message is deleted only when every event of it is in a log or in quarantine',
        `${content} is in neither`,
        claimText(event),
      );
    }
  }

  #onBlock(key: LogKey, { seq, bytes }: StoredBlock): void {
    const log = this.#ledger.log(key);
    const name = logText(key);
    if (seq !== log.blocks.length + 1) {
      const rule = 'a log grows by the block after its last, and blocks never change';
      this.#broken(rule, `block ${seq} was put on ${log.blocks.length} of log ${name}`, name);
      return;
    }
    const events = eventsOfBlock(key.tenant, bytes);
    log.blocks.push(events.map((event) => ({ event, content: contentText(event) })));
    for (const event of events) this.#onLogged(event, name, log.claims);
  }

  #onLogged(event: SentEvent, name: string, claims: Map<string, string>): void {
    const content = contentText(event);
    const claim = claimText(event);
    if (logOf(event, this.#scenario.epochs) !== name) {
      this.#broken('an event is in its own log', `${content} is in log ${name}`, claim);
    }
    if (!this.#ledger.wasSent(content)) {
      this.#broken('only what was sent is counted', `nobody sent ${content}`, claim);
    }
    if (claims.has(claim)) {
      this.#broken('an identity is in a log once', `${claim} is in log ${name} again`, name);
    }
    claims.set(claim, content);
  }

  #onQuarantined(event: SentEvent, reason: QuarantineReason): void {
    const content = contentText(event);
    const logged = this.#ledger.contentIn(logOf(event, this.#scenario.epochs), event);
    const isOld = event.time < this.#clock() + CLOCKS_OFF_MS_MAX - this.#scenario.reachMs;
    const isRight = reason === 'conflict' ? logged !== undefined && logged !== content : isOld;
    this.#ledger.setAside(content);
    this.#journal.reached(reason === 'conflict' ? 'conflict quarantined' : 'too old quarantined');
    if (isRight) return;
    this.#broken(
      'an event is quarantined only for a reason that holds',
      `${content} was for ${reason}, and ${logged ?? 'nothing'} is in the log`,
      claimText(event),
    );
  }

  #onTotals(key: TotalsKey, next: Revised<HourTotals>): void {
    const name = JSON.stringify(key);
    const before = this.#totals.get(name);
    this.#totals.set(name, next);
    const { catalogVersion, coverage } = next.value;
    if (before !== undefined) this.#onTotalsOver(name, before, next);
    if (before !== undefined && before.value.catalogVersion < catalogVersion) {
      this.#journal.reached('folded again under a newer catalog');
    }
    const events = this.#ledger
      .eventsOf(key.tenant, key.hour, ({ minute }) => coverage.get(minute) ?? 0)
      .filter(({ subject }) => homeOf(subject) === key.partition);
    const wanted = recounted(events, this.#ledger.metersOf(key.tenant, catalogVersion));
    const { rows } = storedTotals(totalsBytes(next.value));
    const got = new Map(
      rows.map((row) => {
        const { place, text } = storedAs(row, key.hour);
        return [place, text];
      }),
    );
    const difference = differenceOf(wanted, got);
    if (difference === undefined) return;
    this.#broken('totals hold exactly the blocks they cover', `${name}: ${difference}`, name);
  }

  #onTotalsOver(name: string, before: Revised<HourTotals>, next: Revised<HourTotals>): void {
    if (next.revision !== before.revision + 1) {
      const detail = `${name}: revision ${next.revision} was put over ${before.revision}`;
      this.#broken('totals are put over the revision they were made from', detail, name);
    }
    if (next.value.catalogVersion < before.value.catalogVersion) {
      const detail = `${name}: from ${before.value.catalogVersion} to ${next.value.catalogVersion}`;
      this.#broken('the catalog of totals never gets older', detail, name);
    }
    for (const [minute, blocks] of before.value.coverage) {
      const now = next.value.coverage.get(minute) ?? 0;
      if (now >= blocks) continue;
      const detail = `${name}: minute ${minute} from ${blocks} to ${now}`;
      this.#broken('the coverage of totals never shrinks', detail, name);
    }
  }

  #onProgress(key: FoldProgressKey, next: FoldProgress): void {
    const name = JSON.stringify(key);
    const before = this.#progress.get(name);
    this.#progress.set(name, next);
    for (const [minute, blocks] of before?.coverage ?? []) {
      const now = next.coverage.get(minute) ?? 0;
      if (now >= blocks) continue;
      const detail = `${name}: minute ${minute} from ${blocks} to ${now}`;
      this.#broken('the coverage of fold progress never shrinks', detail, name);
    }
    const meters = this.#ledger.metersOf(key.tenant, next.catalogVersion);
    for (const [minute, blocks] of next.coverage) {
      const log = this.#ledger.log({ tenant: key.tenant, shard: key.shard, minute });
      for (const [index, block] of log.blocks.slice(0, blocks).entries()) {
        for (const { event } of block.filter((one) => isCounted(one.event, meters))) {
          this.#onCovered(name, next.catalogVersion, { key, event, minute, seq: index + 1 });
        }
      }
    }
  }

  #onCovered(
    name: string,
    catalogVersion: number,
    {
      key,
      event,
      minute,
      seq,
    }: { key: FoldProgressKey; event: SentEvent; minute: number; seq: number },
  ): void {
    const home = { tenant: key.tenant, partition: homeOf(event.subject), hour: key.hour };
    const totals = this.#totals.get(JSON.stringify(home))?.value;
    const isFolded =
      totals !== undefined &&
      totals.catalogVersion >= catalogVersion &&
      (totals.coverage.get(minute) ?? 0) >= seq;
    if (isFolded) return;
    this.#broken(
      'fold progress covers only what is folded',
      `${name}: block ${seq} of minute ${minute} is not in ${JSON.stringify(home)} under ${catalogVersion}`,
      name,
    );
  }

  #broken(rule: string, detail: string, about: string): void {
    this.#journal.violated({ rule, detail, about });
  }
}

/** What differs first between what was wanted and what there is. */
export function differenceOf(
  wanted: ReadonlyMap<string, string>,
  got: ReadonlyMap<string, string>,
): string | undefined {
  for (const place of new Set([...wanted.keys(), ...got.keys()])) {
    const want = wanted.get(place) ?? 'no row';
    const have = got.get(place) ?? 'no row';
    if (want !== have) return `${place} should be ${want}, is ${have}`;
  }
  return undefined;
}
