import { join, resolve } from 'node:path';
import { makePackage } from '../package/make-package.ts';

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'dist', 'cdk'));
makePackage(folder);
console.log(folder);
