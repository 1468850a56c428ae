import { applyItems } from '../../cli/catalog/apply.ts';
import { Failure } from '../../cli/failure.ts';
import type { Api } from '../../cli/http/api.ts';
import { isJsonObject, type JsonObject, listAt, textAt } from '../../cli/http/json.ts';
import { AnswerFailure } from '../../cli/http/problem.ts';
import { demoMethods, demoPayees, demoPayouts, demoShares, shownPayee } from './payees.ts';

/** What payees were told of a month, and the file by which they are paid. */
export interface DemoPaid {
  /** As `GET /v1/payee-statements` lists them. */
  readonly statements: readonly JsonObject[];
  /** The answer of the run, and its pain.001; undefined where nothing was to be paid. */
  readonly run: { readonly body: JsonObject; readonly file: string } | undefined;
}

interface Paying {
  readonly api: Api;
  /** By another key: who prepares a run does not approve it. */
  readonly approving: Api;
  /** `YYYY-MM`, billed. */
  readonly month: string;
  /** Resolves when the service has nothing left to do. */
  readonly settled: () => Promise<void>;
}

/** Has payees told of a month and paid, in one file. Safe to repeat: what is there already stays as it is. */
export async function payDemo({ api, approving, month, settled }: Paying): Promise<DemoPaid> {
  await applyAll(api, '/v1/payees', demoPayees);
  await applyAll(api, '/v1/shares', demoShares);
  await put(api, '/v1/payouts/settings', demoPayouts);
  for (const [key, account] of Object.entries(demoMethods)) {
    await put(api, `/v1/payees/${key}/payout`, { payout: { method: 'sepa', ...account } });
  }
  await post(api, '/v1/share-runs', { period: month });
  await settled();
  await post(api, '/v1/payee-statement-runs', { period: month });
  await settled();
  const statements = await statementsOf(api, month);
  return {
    statements,
    run: statements.length === 0 ? undefined : await paid(api, approving, month),
  };
}

/** What payees were told of a month. */
export async function statementsOf(api: Api, month: string): Promise<readonly JsonObject[]> {
  const { body } = await api.call({
    ...{ method: 'GET', path: '/v1/payee-statements', query: { period: month } },
  });
  return listAt(body, 'statements').filter(isJsonObject);
}

/** A token of the payee that is shown, for a day; undefined where it has as many as there may be. */
export async function shownPayeeToken(api: Api): Promise<string | undefined> {
  const path = `/v1/payees/${shownPayee}/tokens`;
  try {
    const body = { actions: ['read', 'payout'], expiresIn: 86_400 };
    return textAt(await post(api, path, body), 'token');
  } catch (error) {
    if (error instanceof AnswerFailure && error.status < 500) return undefined;
    throw error;
  }
}

async function paid(api: Api, approving: Api, month: string): Promise<DemoPaid['run']> {
  const prepared = await post(api, '/v1/payout-runs', { rail: 'sepa' }, `demo-${month}`);
  const path = `/v1/payout-runs/${encodeURIComponent(textAt(prepared, 'id') ?? '')}`;
  if (textAt(prepared, 'status') === 'prepared') await post(approving, `${path}/approve`);
  const body = await post(api, `${path}/submit`);
  const { text: file } = await api.call({
    ...{ method: 'GET', path: `${path}/file`, accept: 'application/xml' },
  });
  return { body, file };
}

async function applyAll(
  api: Api,
  path: '/v1/payees' | '/v1/shares',
  items: readonly { readonly key: string }[],
): Promise<void> {
  const applied = await applyItems(
    api,
    { path, lanes: 1 },
    items.map((item) => ({ ...item })),
  );
  for (const item of applied) {
    if (item.result === 'failed') throw new Failure(`the demo’s ${item.key}: ${item.problem}`);
  }
}

async function put(api: Api, path: string, body: object): Promise<void> {
  await api.call({ method: 'PUT', path, body: JSON.stringify(body) });
}

async function post(
  api: Api,
  path: string,
  body?: object,
  idempotencyKey?: string,
): Promise<JsonObject> {
  const answer = await api.call({
    ...{ method: 'POST', path },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });
  return isJsonObject(answer.body) ? answer.body : {};
}
