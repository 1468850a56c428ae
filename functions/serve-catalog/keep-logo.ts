import { keepLogo } from '../../core/documents/logo/keep-logo.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { CatalogPorts } from './ports.ts';

/** Keeps a picture, and answers what the billing settings name it by. */
export const keepLogoRoute =
  ({ logos }: Pick<CatalogPorts, 'logos'>): RouteHandlers['ServeCatalog']['POST /v1/logos'] =>
  async ({ caller: { tenant }, body }) => {
    const kept = await keepLogo(logos, tenant, Buffer.from(body.image, 'base64'));
    const { sha256: logo, mediaType, width, height, bytes } = kept;
    return { status: 200, body: { logo, mediaType, width, height, bytes: bytes.length } };
  };
