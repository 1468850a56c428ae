import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { tokenType } from '../../core/blind/token.ts';
import type {
  PrivatePassAnswer,
  PrivateStandingAnswer,
} from '../../core/contract/private-passes/shapes.ts';
import type { Gate, Privately } from '../../core/gate/gate.ts';
import { buyPrivately } from '../../core/gate/private/buy.ts';
import {
  challengeOf,
  currentEpoch,
  monthAt,
  startOf,
  whyUnsold,
} from '../../core/gate/private/epoch.ts';
import { monthsBack, TakenEpochs } from '../../core/gate/private/every-epoch.ts';
import type { PassEpoch, PrivatePassRecord } from '../../core/gate/private/ports.ts';
import { putPrivatePass } from '../../core/gate/private/put-private-pass.ts';
import { type EpochStanding, epochStanding } from '../../core/gate/private/standing.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { amountText } from '../../core/kernel/money.ts';
import { laterMonth } from '../../core/kernel/month.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { millisecondsPer, rfc3339 } from '../../core/kernel/timestamp.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { byToken, payerAsked } from './asking.ts';

type Handlers = RouteHandlers['ServeSpend'];

const LIMIT_DEFAULT = 20;
/** Of the gateway, for who asks without a key; keys of months to come are not made before. */
const forEverybody = {
  'cache-control': 'public, max-age=300',
  'access-control-allow-origin': '*',
} as const;

/** Answers which private passes are offered, and sells them. */
export const privatePassRoutes = (gate: Gate) =>
  ({ ...offering(gate), ...selling(gate) }) satisfies Partial<Handlers>;

const offering = (gate: Gate) =>
  ({
    'GET /v1/private-passes': async ({ caller, query }) => {
      const ports = privately(gate);
      const { cursor, limit = LIMIT_DEFAULT } = query;
      const fingerprint = 'GET /v1/private-passes';
      const after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
      const { records, more } = await ports.passes.list(caller.tenant, { after, limit });
      const last = records.at(-1);
      const passes: PrivatePassAnswer[] = [];
      for (const record of records) passes.push(await passAnswer(gate, caller.tenant, record));
      return {
        status: 200,
        body: {
          passes,
          ...(more && last !== undefined
            ? { nextCursor: sealedCursor(caller, fingerprint, last.key) }
            : {}),
        },
      };
    },

    'GET /v1/private-passes/{key}': async ({ caller: { tenant }, params: { key } }) => {
      const { passes } = privately(gate);
      const record = await passes.get(tenant, key);
      if (record === undefined) throw notFound(key);
      const now = monthAt(gate.clock.now());
      const epochs: PrivateStandingAnswer[] = [];
      for (let back = 0; back < monthsBack; back += 1) {
        const epoch = await passes.epoch({ tenant, pass: key, month: laterMonth(now, -back) });
        if (epoch === undefined) continue;
        epochs.push(standingAnswer(await epochStanding(gate, passes, epoch)));
      }
      return { status: 200, body: { key, name: record.body.name, epochs } };
    },

    'PUT /v1/private-passes/{key}': async ({ caller: { tenant }, params: { key }, body }) => {
      const { passes } = privately(gate);
      const { catalogs } = gate.spend;
      const { record, outcome } = await putPrivatePass({ passes, catalogs }, tenant, { key, body });
      return {
        status: outcome === 'created' ? 201 : 200,
        body: await passAnswer(gate, tenant, record),
      };
    },
  }) satisfies Partial<Handlers>;

function selling(gate: Gate) {
  const taken = new TakenEpochs(privately(gate).passes);
  return {
    'POST /v1/payers/{payer}/private-passes': async ({ caller, params, body }) => {
      const payer = payerAsked(caller, params.payer);
      const { privatePass: pass, keyId, requests } = body;
      const asked = { payer, pass, keyId, requests, token: byToken(caller)?.token };
      const bought = await buyPrivately(gate, privately(gate), caller.tenant, asked);
      const { epoch, sale, responses } = bought;
      const { month, currency, endsAt } = epoch;
      return {
        status: 201,
        body: {
          ...{ payer, privatePass: pass, month, currency, endsAt: rfc3339(endsAt) },
          amount: amountText(sale.amount, currency),
          responses: responses.map((one) => Buffer.from(one).toString('base64url')),
        },
      };
    },

    'GET /.well-known/private-token-issuer-directory': async () => ({
      status: 200,
      headers: forEverybody,
      body: {
        'issuer-request-uri': '/v1/payers/{payer}/private-passes',
        'token-keys': (await taken.at(gate.clock.now())).map(({ spki, month }) => ({
          'token-type': tokenType,
          'token-key': Buffer.from(spki).toString('base64url'),
          'not-before': startOf(month) / millisecondsPer.second,
        })),
      },
    }),
  } satisfies Partial<Handlers>;
}

function privately({ privately: ports }: Gate): Privately {
  invariant(ports !== undefined, 'whoever sells private passes has them');
  return ports;
}

async function passAnswer(
  gate: Gate,
  tenant: string,
  record: PrivatePassRecord,
): Promise<PrivatePassAnswer> {
  const { key, revision, body } = record;
  const epoch = await currentEpoch(gate, privately(gate), { tenant, record });
  if (epoch === undefined) {
    const unsold = await whyUnsold(gate, { tenant, record });
    return { key, ...body, revision, epoch: null, unsold };
  }
  const { spki } = epoch;
  return {
    ...{ key, ...body, revision },
    epoch: {
      ...epochAnswer(epoch),
      tokenKey: Buffer.from(spki).toString('base64url'),
      challenge: challengeOf(epoch).toString('base64url'),
    },
  };
}

const epochAnswer = ({ month, keyId, price, currency, endsAt }: PassEpoch) => ({
  ...{ month, keyId, currency },
  price: amountText(price, currency),
  endsAt: rfc3339(endsAt),
});

function standingAnswer({ epoch, ...standing }: EpochStanding): PrivateStandingAnswer {
  const { crowd, sold, used, held, open, broken } = standing;
  const text = (name: 'paid' | 'invoiced' | 'earned' | 'left'): string =>
    amountText(standing[name], epoch.currency);
  return {
    ...epochAnswer(epoch),
    ...{ crowd, sold, used, held, open, broken },
    ...{ paid: text('paid'), invoiced: text('invoiced') },
    ...{ earned: text('earned'), left: text('left') },
  };
}

const notFound = (key: string): Rejection =>
  new Rejection(
    'private-pass.not-found',
    `see GET /v1/private-passes: no private pass ${JSON.stringify(key)} is offered`,
    { param: 'key' },
  );
