import type { EnvironmentOf } from '../../lib/constructs/node-function.ts';

// Checked by tsc: each line marked as an error must be one.
type Declared = EnvironmentOf<readonly ['TABLE_NAME', 'QUEUE_URL']>;

({ TABLE_NAME: 'a', QUEUE_URL: 'b' }) satisfies Declared;

// @ts-expect-error a declared variable is missing
({ TABLE_NAME: 'a' }) satisfies Declared;

// @ts-expect-error a variable that is not declared is given
({ TABLE_NAME: 'a', QUEUE_URL: 'b', REGION: 'c' }) satisfies Declared;

({}) satisfies EnvironmentOf<readonly []>;

// @ts-expect-error a function that declares nothing is given something
({ TABLE_NAME: 'a' }) satisfies EnvironmentOf<readonly []>;
