import type { SettingsRecord } from '../../core/catalog/ports.ts';
import { putSettings } from '../../core/catalog/put-settings.ts';
import { settingsNotFound } from '../../core/catalog/tenant-billing.ts';
import type { SettingsAnswer } from '../../core/contract/catalog/settings-shapes.ts';
import { noParameters } from '../../core/contract/shapes.ts';
import { parsedQuery } from '../../core/kernel/parsed.ts';
import { jsonAnswer } from '../middleware/http.ts';
import { jsonBody } from '../middleware/request-body.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { CatalogPorts } from './ports.ts';

type Handlers = RouteHandlers['ServeCatalog'];

export const getSettings =
  ({ settings }: CatalogPorts): Handlers['GET /v1/billing-settings'] =>
  async ({ caller, query }) => {
    parsedQuery(noParameters, query);
    const record = await settings.get(caller.tenant);
    if (record === undefined) throw settingsNotFound();
    return jsonAnswer(200, settingsAnswer(record));
  };

export const putTenantSettings =
  (ports: CatalogPorts): Handlers['PUT /v1/billing-settings'] =>
  async (request) => {
    parsedQuery(noParameters, request.query);
    const { record, outcome } = await putSettings(ports, request.caller.tenant, jsonBody(request));
    return jsonAnswer(outcome === 'created' ? 201 : 200, settingsAnswer(record));
  };

const settingsAnswer = ({ body, revision }: SettingsRecord): SettingsAnswer => ({
  ...body,
  revision,
});
