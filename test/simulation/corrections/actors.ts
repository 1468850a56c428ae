import { goOnCorrecting } from '../../../core/billing/run/go-on-correcting.ts';
import { billingMessageBody, billingMessageFrom } from '../../../core/billing/run/message.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { askCorrection, askTakeBack } from '../../../core/metering/corrections/ask-correction.ts';
import { correctionStep } from '../../../core/metering/corrections/correction-step.ts';
import type { AmendmentAsked, Selection } from '../../../core/metering/corrections/selection.ts';
import { UsageLogWriter } from '../../../core/metering/log/usage-log.ts';
import { queueUnavailable } from '../../../core/metering/quarantine/quarantine-review.ts';
import { refreshHour } from '../../../core/metering/totals/refresh.ts';
import { touchedHourFrom } from '../../../core/metering/totals/touched.ts';
import type { Notes } from '../journal.ts';
import type { Network } from '../network.ts';
import { Process } from '../scheduler.ts';
import type { PlantedCorrectionBug } from './mutants/planted-correction-bugs.ts';
import { queueOf, recordsOf, totalsOf, usageLogOf } from './ports.ts';
import { type SomeCorrected, tenant } from './setting.ts';
import type { CorrectionSimState } from './states.ts';

const TRIES_MAX = 6;

/** What is asked for under a key. */
export interface AskedOf {
  readonly key: string;
  readonly selection: Selection;
  readonly amend: AmendmentAsked | undefined;
}

/** What waits in a queue until somebody is done with it. */
export interface Waiting {
  readonly body: string;
  isDone: boolean;
}

interface Parts {
  readonly journal: Notes<CorrectionSimState>;
  readonly network: Network;
  readonly bug: PlantedCorrectionBug | undefined;
  readonly billing: SomeCorrected;
  /** So much is enough for a step: little, so that there are several. */
  readonly enough: { readonly events: number; readonly blocks: number };
  /** What requests were told that it is done with. */
  readonly onAsked: (asked: AskedOf, id: string) => void;
  readonly onTakenBack: (id: string) => void;
}

type ActorPorts = ReturnType<CorrectionActors['ports']>;

/** People and functions: those that are deployed, on ports that fail. */
export class CorrectionActors {
  readonly touched: Waiting[] = [];
  /** Messages that are seen once no request is under way any more that sent them. */
  readonly later: Waiting[] = [];
  readonly #parts: Parts;
  #processes = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** As the function does that answers it: it is announced, put down, and begun. */
  correct(asked: AskedOf): void {
    void this.#trying('corrector', async (ports) => {
      const { key, selection, amend } = asked;
      const { record } = await askCorrection(ports, tenant, {
        ...{ key, selection, sent: selection, amend, by: 'key-1', why: 'a test' },
      });
      this.#parts.onAsked(asked, record.id);
      await correctionStep(ports, tenant, record.id, this.#parts.enough);
    });
  }

  takeBack(id: string): void {
    void this.#trying('taker', async (ports) => {
      await askTakeBack(ports, tenant, { id, by: 'key-2', why: 'another test' });
      this.#parts.onTakenBack(id);
      await correctionStep(ports, tenant, id, this.#parts.enough);
    });
  }

  goOn(message: Waiting): void {
    const isFirst = this.#parts.bug?.deletesFirst === true;
    if (isFirst) message.isDone = true;
    void this.#once('goer', async (ports) => {
      const asked = billingMessageFrom(message.body);
      if (asked.kind !== 'correct') throw new Error('only corrections are gone on with here');
      const { billing } = this.#parts;
      const rating = { catalogs: billing.catalogs, shardEpochs: billing.rating.shardEpochs };
      const corrections = { records: ports.records, writer: ports.writer, touched: ports.touched };
      await goOnCorrecting(
        { ...ports, corrections, rating, billing: ports.laterQueue },
        asked,
        this.#parts.enough,
      );
      message.isDone = true;
      this.#parts.journal.reached('gone on with');
    });
  }

  refresh(message: Waiting): void {
    void this.#once('refresher', async (ports) => {
      const { usageLog, totals, catalogs } = ports;
      await refreshHour({ usageLog, totals, catalogs }, touchedHourFrom(message.body));
      message.isDone = true;
    });
  }

  /** Asks again where it is not known what was done, some times; then whoever asked gives up. */
  async #trying(kind: string, act: (ports: ActorPorts) => Promise<unknown>): Promise<void> {
    const process = this.#process(kind);
    for (let tried = 0; tried < TRIES_MAX; tried += 1) {
      try {
        await act(this.ports(process));
        return;
      } catch (error) {
        const { journal } = this.#parts;
        journal.note(() => `${process.name} is told: ${String(error)}`);
        if (error instanceof Rejection && isFinal(error, journal)) return;
      }
    }
  }

  /** What fails stays in its queue. */
  async #once(kind: string, act: (ports: ActorPorts) => Promise<unknown>): Promise<void> {
    const process = this.#process(kind);
    try {
      await act(this.ports(process));
    } catch (error) {
      this.#parts.journal.note(() => `${process.name} fails: ${String(error)}`);
    }
  }

  #process(kind: string): Process {
    this.#processes += 1;
    return new Process(`${kind}-${this.#processes}`);
  }

  ports(process: Process) {
    const { network, bug, billing } = this.#parts;
    const log = usageLogOf(network, process, billing.usageLog);
    const usageLog = bug?.usageLog?.(log) ?? log;
    const records = recordsOf(network, process, billing.corrections.records);
    const queue = (name: string, to: Waiting[]) =>
      queueOf(network, process, { name, take: (body) => to.push({ body, isDone: false }) });
    const touched = queue('touched', this.touched);
    const laterQueue = queue('later', this.later);
    return {
      ...{ usageLog, usageHours: usageLog },
      writer: () => new UsageLogWriter(usageLog),
      totals: totalsOf(network, process, billing.totals),
      records: bug?.records?.(records) ?? records,
      touched: bug?.touched?.(touched) ?? touched,
      laterQueue,
      catalogs: billing.catalogs,
      shardEpochs: billing.rating.shardEpochs,
      clock: billing.clock,
      announce: async (of: string, id: string) => {
        if (bug?.isUnannounced === true) return;
        const body = billingMessageBody({ kind: 'correct', tenant: of, id });
        if ((await laterQueue.send([body])) !== 'sent') throw queueUnavailable();
      },
    };
  }
}

/** Whether nobody asks again. */
function isFinal({ code }: Rejection, journal: Notes<CorrectionSimState>): boolean {
  if (code === 'correction.already-corrected') journal.reached('refused as corrected');
  if (code === 'correction.running') journal.reached('taken back while it runs');
  return code !== 'queue.unavailable' && code !== 'correction.running';
}
