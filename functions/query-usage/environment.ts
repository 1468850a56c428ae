import { rateEnvironment } from '../middleware/rate-environment.ts';

export const environment = [...rateEnvironment, 'TOTALS_TABLE_NAME', 'CATALOG_TABLE_NAME'] as const;
