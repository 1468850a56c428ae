import * as z from 'zod';

export const dropId = z
  .string()
  .regex(/^d[0-9a-z]{16}$/, 'give the id of a drop, as GET /v1/drops has it')
  .meta({ description: 'The id of a drop.', examples: ['d0f3k2p0qd1f9a3c7'] });
