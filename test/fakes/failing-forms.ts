import type { Forms } from '../../core/documents/ports.ts';
import type { Mischief } from './failing-books.ts';

/** Forms as the network serves them. */
export const failingForms = (forms: Forms, mischief: Mischief): Forms => ({
  put: (at, form) => mischief.put(() => forms.put(at, form)),
  get: (at) => mischief.around(() => forms.get(at)),
  has: (at) => mischief.around(() => forms.has(at)),
});
