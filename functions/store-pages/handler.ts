import { join } from 'node:path';
import middy from '@middy/core';
import { s3Client } from '../adapters/clients.ts';
import { putAnswer } from '../adapters/put-answer.ts';
import { s3Pages } from '../adapters/s3-pages.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { answerStack } from './answer-stack.ts';
import { environment } from './environment.ts';
import { pageFiles } from './page-files.ts';
import { storePages } from './store-pages.ts';

const { PAGES_BUCKET_NAME } = readEnvironment(environment);

const store = storePages({
  pages: s3Pages(s3Client(), PAGES_BUCKET_NAME),
  clock: systemClock,
  files: () => pageFiles(join(import.meta.dirname, 'pages')),
});

export const handler = middy(
  answerStack({ id: `pages in ${PAGES_BUCKET_NAME}`, put: putAnswer }, store),
);
