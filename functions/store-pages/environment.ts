export const environment = ['PAGES_BUCKET_NAME'] as const;
