export const environment = [
  'KEYS_TABLE_NAME',
  'AUDIT_TABLE_NAME',
  'SPEND_TABLE_NAME',
  'CATALOG_TABLE_NAME',
] as const;
