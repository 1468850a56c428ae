import { bankStatementsOperations } from '../../core/contract/bank/operations.ts';
import { invoicesOperations } from '../../core/contract/invoices/operations.ts';

/** What this function answers, and is asked of it. */
export const servedOperations = { ...invoicesOperations, ...bankStatementsOperations };
