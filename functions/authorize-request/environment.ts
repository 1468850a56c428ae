export const environment = ['KEYS_TABLE_NAME'] as const;
