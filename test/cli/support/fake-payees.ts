import type { FakeAnswer, SeenRequest } from './http-server.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a service says of payees, to whom nothing is ever owed; undefined where it is asked for something else. */
export function ofPayees({ method, path, body }: SeenRequest): FakeAnswer | undefined {
  const [, , list = '', key = '', what] = path.split('/').map(decodeURIComponent);
  const sent = (): Json => JSON.parse(body) as Json;
  if (method === 'PUT' && list === 'payees') {
    return what === 'payout'
      ? { status: 200, json: methodOf(key) }
      : { status: 201, json: { key, ...sent(), revision: 1 } };
  }
  if (method === 'PUT' && list === 'shares') {
    return { status: 201, json: { key, basis: 'list', ...sent(), revision: 1 } };
  }
  switch (`${method} ${path}`) {
    case 'PUT /v1/payouts/settings':
      return { status: 200, json: settings };
    case 'POST /v1/share-runs':
    case 'POST /v1/payee-statement-runs':
      return { status: 202, json: { period: sent()['period'], ...accrued } };
    case 'GET /v1/payee-statements':
      return { status: 200, json: { statements: [] } };
    default:
      return undefined;
  }
}

const methodOf = (payee: string) => ({
  ...{ payee, payout: { method: 'sepa', lastFour: '2051' }, since: '2026-11-22T00:00:00Z' },
  ...{ thresholds: {}, revision: 1 },
});

const settings = {
  ...{ currencies: ['EUR'], thresholds: {}, fees: { sepa: {}, manual: {}, evm: {} } },
  ...{ reserveDays: 0, methodWaitDays: 7, inTransitDays: 5, revision: 1 },
};

const accrued = {
  ...{ state: 'done', sums: [], payers: 0, refused: 0, payees: 0, posted: 0 },
};
