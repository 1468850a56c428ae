import type { SettingsRecord } from '../../core/catalog/ports.ts';
import { putSettings } from '../../core/catalog/put-settings.ts';
import { settingsNotFound } from '../../core/catalog/tenant-billing.ts';
import type { SettingsAnswer } from '../../core/contract/catalog/settings-shapes.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { CatalogPorts } from './ports.ts';

type Handlers = RouteHandlers['ServeCatalog'];

export const getSettings =
  ({ settings }: CatalogPorts): Handlers['GET /v1/billing-settings'] =>
  async ({ caller }) => {
    const record = await settings.get(caller.tenant);
    if (record === undefined) throw settingsNotFound();
    return { status: 200, body: settingsAnswer(record) };
  };

export const putSettingsRoute =
  (ports: CatalogPorts): Handlers['PUT /v1/billing-settings'] =>
  async ({ caller: { tenant }, body }) => {
    const { record, outcome } = await putSettings(ports, tenant, body);
    return { status: outcome === 'created' ? 201 : 200, body: settingsAnswer(record) };
  };

const settingsAnswer = ({ body, revision }: SettingsRecord): SettingsAnswer => ({
  ...body,
  revision,
});
