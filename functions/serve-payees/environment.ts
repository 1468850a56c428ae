import { rateEnvironment } from '../middleware/rate-environment.ts';

export const environment = [
  ...rateEnvironment,
  'BOOKS_TABLE_NAME',
  'BOOKS_CELLS_TABLE_NAME',
  'CATALOG_TABLE_NAME',
] as const;
