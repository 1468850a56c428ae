import { rateEnvironment } from '../middleware/rate-environment.ts';

export const environment = [
  ...rateEnvironment,
  'TOTALS_TABLE_NAME',
  'CATALOG_TABLE_NAME',
  'SALTS_TABLE_NAME',
  'PSEUDONYMS_FROM',
] as const;
