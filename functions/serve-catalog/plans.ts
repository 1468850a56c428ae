import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { PlanRecord } from '../../core/catalog/ports.ts';
import { planNotFound, putPlan } from '../../core/catalog/put-plan.ts';
import type { PlanAnswer } from '../../core/contract/catalog/plan-shapes.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { CatalogPorts } from './ports.ts';

type Handlers = RouteHandlers['ServeCatalog'];

const LIMIT_DEFAULT = 50;

export const listPlans =
  ({ plans }: CatalogPorts): Handlers['GET /v1/plans'] =>
  async ({ caller, query }) => {
    const { cursor, limit = LIMIT_DEFAULT } = query;
    const fingerprint = 'GET /v1/plans';
    const after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
    const { records, more } = await plans.list(caller.tenant, { after, limit });
    const last = records.at(-1);
    return {
      status: 200,
      body: {
        plans: records.map(planAnswer),
        ...(more && last !== undefined
          ? { nextCursor: sealedCursor(caller, fingerprint, last.key) }
          : {}),
      },
    };
  };

export const getPlan =
  ({ plans }: CatalogPorts): Handlers['GET /v1/plans/{key}'] =>
  async ({ caller, params }) => {
    const record = await plans.get(caller.tenant, params.key);
    if (record === undefined) throw planNotFound(params.key, 'key');
    return { status: 200, body: planAnswer(record) };
  };

export const putPlanRoute =
  (ports: CatalogPorts): Handlers['PUT /v1/plans/{key}'] =>
  async ({ caller: { tenant }, params: { key }, body }) => {
    const { record, outcome, warnings } = await putPlan(ports, tenant, { key, body });
    const told = warnings.length === 0 ? {} : { warnings };
    return { status: outcome === 'created' ? 201 : 200, body: { ...planAnswer(record), ...told } };
  };

const planAnswer = ({ key, revision, body }: PlanRecord): PlanAnswer => ({
  key,
  ...body,
  revision,
});
