#!/usr/bin/env node
import { runFarthing } from '../cli/cli.ts';
import { processShell } from '../cli/shell.ts';

process.exitCode = await runFarthing(process.argv.slice(2), processShell());
