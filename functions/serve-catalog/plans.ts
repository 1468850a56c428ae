import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { PlanRecord } from '../../core/catalog/ports.ts';
import { planNotFound, putPlan } from '../../core/catalog/put-plan.ts';
import { type PlanAnswer, planListParameters } from '../../core/contract/catalog/plan-shapes.ts';
import { noParameters } from '../../core/contract/shapes.ts';
import { parsedQuery } from '../../core/kernel/parsed.ts';
import { jsonAnswer } from '../middleware/http.ts';
import { jsonBody } from '../middleware/request-body.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { CatalogPorts } from './ports.ts';

type Handlers = RouteHandlers['ServeCatalog'];

const LIMIT_DEFAULT = 50;

export const listPlans =
  ({ plans }: CatalogPorts): Handlers['GET /v1/plans'] =>
  async ({ caller, query }) => {
    const { cursor, limit = LIMIT_DEFAULT } = parsedQuery(planListParameters, query);
    const fingerprint = 'GET /v1/plans';
    const after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
    const { records, more } = await plans.list(caller.tenant, { after, limit });
    const last = records.at(-1);
    return jsonAnswer(200, {
      plans: records.map(planAnswer),
      ...(more && last !== undefined
        ? { nextCursor: sealedCursor(caller, fingerprint, last.key) }
        : {}),
    });
  };

export const getPlan =
  ({ plans }: CatalogPorts): Handlers['GET /v1/plans/{key}'] =>
  async ({ caller, params, query }) => {
    parsedQuery(noParameters, query);
    const record = await plans.get(caller.tenant, params.key);
    if (record === undefined) throw planNotFound(params.key, 'key');
    return jsonAnswer(200, planAnswer(record));
  };

export const putOnePlan =
  (ports: CatalogPorts): Handlers['PUT /v1/plans/{key}'] =>
  async (request) => {
    parsedQuery(noParameters, request.query);
    const { record, outcome } = await putPlan(ports, request.caller.tenant, {
      key: request.params.key,
      body: jsonBody(request),
    });
    return jsonAnswer(outcome === 'created' ? 201 : 200, planAnswer(record));
  };

const planAnswer = ({ key, revision, body }: PlanRecord): PlanAnswer => ({
  key,
  ...body,
  revision,
});
