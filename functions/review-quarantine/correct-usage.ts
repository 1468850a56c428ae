import type { Caller } from '../../core/access/caller.ts';
import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { billingMessageBody } from '../../core/billing/run/message.ts';
import type { correctionsOperations } from '../../core/contract/corrections/operations.ts';
import type { CorrectionAnswer } from '../../core/contract/corrections/shapes.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import type { Queue } from '../../core/kernel/queue.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import {
  type AskPorts,
  askCorrection,
  askTakeBack,
  findCorrection,
} from '../../core/metering/corrections/ask-correction.ts';
import {
  amendAnswer,
  amendmentFrom,
  recordedSelection,
  selectionAnswer,
  selectionFrom,
} from '../../core/metering/corrections/asked-selection.ts';
import { correctionStep } from '../../core/metering/corrections/correction-step.ts';
import type { CorrectionRecord } from '../../core/metering/corrections/ports.ts';
import type { Pseudonyms } from '../../core/metering/pseudonyms/pseudonyms.ts';
import { queueUnavailable } from '../../core/metering/quarantine/quarantine-review.ts';
import { idempotencyKeyOf } from '../middleware/idempotency-key.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

type Handlers = RouteHandlers['ReviewQuarantine'];

/** What corrections are made with, and who goes on with long ones. */
export interface CorrectUsagePorts extends Omit<AskPorts, 'announce'> {
  /** The billing queue, where a message stays unseen until the request that sent it is over. */
  readonly later: Queue;
  /** Left out where subjects have none. */
  readonly pseudonyms?: Pick<Pseudonyms, 'find'> | undefined;
}

const LIMIT_DEFAULT = 20;

/** Answers `/v1/corrections`. */
export const correctUsage = (
  ports: CorrectUsagePorts,
): Pick<Handlers, keyof Handlers & keyof typeof correctionsOperations> => ({
  'POST /v1/corrections': correct(ports),
  'GET /v1/corrections': listCorrections(ports),
  'GET /v1/corrections/{id}': getCorrection(ports),
  'POST /v1/corrections/{id}/take-back': takeBack(ports),
});

/** Announces it, puts it down, and does as much of it as fits a request: the billing queue goes on with the rest. */
const correct =
  (ports: CorrectUsagePorts): Handlers['POST /v1/corrections'] =>
  async ({ caller, body, headers }) => {
    const key = idempotencyKeyOf({ headers }, 'needed') ?? '';
    const sent = selectionFrom(body);
    const selection = await recordedSelection(ports, caller.tenant, sent);
    const asked = await askCorrection(announcing(ports), caller.tenant, {
      ...{ selection, sent, key, by: caller.keyId, why: body.reason },
      amend: amendmentFrom(body),
    });
    return { status: 201, body: await goneOn(ports, caller, asked.record) };
  };

const takeBack =
  (ports: CorrectUsagePorts): Handlers['POST /v1/corrections/{id}/take-back'] =>
  async ({ caller, params: { id }, body: { reason: why } }) => {
    const { record } = await askTakeBack(announcing(ports), caller.tenant, {
      ...{ id, by: caller.keyId, why },
    });
    return { status: 200, body: await goneOn(ports, caller, record) };
  };

async function goneOn(
  ports: CorrectUsagePorts,
  { tenant }: Pick<Caller, 'tenant'>,
  record: CorrectionRecord,
): Promise<CorrectionAnswer> {
  const step = await correctionStep(ports, tenant, record.id);
  return correctionAnswer(step?.record ?? record);
}

/** One message a request goes on with it, whether the request does its own part or dies. */
const announcing = (ports: CorrectUsagePorts): AskPorts => ({
  ...ports,
  announce: async (tenant, id) => {
    const message = { kind: 'correct', tenant, id } as const;
    if ((await ports.later.send([billingMessageBody(message)])) !== 'sent')
      throw queueUnavailable();
  },
});

const getCorrection =
  ({ records }: CorrectUsagePorts): Handlers['GET /v1/corrections/{id}'] =>
  async ({ caller: { tenant }, params: { id } }) => ({
    status: 200,
    body: correctionAnswer((await findCorrection(records, tenant, id)).record),
  });

const listCorrections =
  ({ records: kept }: CorrectUsagePorts): Handlers['GET /v1/corrections'] =>
  async ({ caller, query: { cursor, limit = LIMIT_DEFAULT } }) => {
    const fingerprint = JSON.stringify(['GET /v1/corrections']);
    const after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
    const { records, more } = await kept.list(caller.tenant, { after, limit });
    const last = more ? records.at(-1)?.record.id : undefined;
    return {
      status: 200,
      body: {
        corrections: records.map(({ record }) => correctionAnswer(record)),
        ...(last === undefined ? {} : { nextCursor: sealedCursor(caller, fingerprint, last) }),
      },
    };
  };

function correctionAnswer(record: CorrectionRecord): CorrectionAnswer {
  const { id, asked, selection, amend, progress, takenBack } = record;
  return {
    id,
    status: statusOf(record),
    does: amend === undefined ? 'void' : 'amend',
    ...{ reason: asked.why, by: asked.by, at: rfc3339(asked.at) },
    ...selectionAnswer(selection),
    ...(amend === undefined ? {} : { amend: amendAnswer(amend) }),
    corrected: progress.counts.events,
    charged: progress.counts.charged,
    unchanged: progress.counts.unchanged,
    ...definedOnly({ settled: progress.counts.settled }),
    ...(takenBack === undefined
      ? {}
      : {
          takenBack: {
            ...{ reason: takenBack.why, by: takenBack.by, at: rfc3339(takenBack.at) },
            restored: takenBack.progress.counts.events,
            ...definedOnly({ settled: takenBack.progress.counts.settled }),
          },
        }),
  };
}

function statusOf({ progress, takenBack }: CorrectionRecord): CorrectionAnswer['status'] {
  if (takenBack === undefined) return progress.status;
  return takenBack.progress.status === 'done' ? 'taken-back' : 'taking-back';
}
