// Compiles the payout contract, and a token for it, as contracts/README.md says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import solc from 'solc';

/** What is compiled for, and what runs it: solc and the chains of today differ in what they take for granted. */
export const evmVersion = 'prague';

const token = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
contract DemoUSD is ERC20 {
  constructor() ERC20("DemoUSD", "dUSD") { _mint(msg.sender, 10 ** 15); }
  function decimals() public pure override returns (uint8) { return 6; }
}`;

const here = import.meta.dirname;
const contract = readFileSync(join(here, '../../../../contracts/payouts.sol'), 'utf8');

export function compiled() {
  const output = JSON.parse(
    solc.compile(
      JSON.stringify({
        language: 'Solidity',
        sources: { 'payouts.sol': { content: contract }, 'token.sol': { content: token } },
        settings: {
          evmVersion,
          optimizer: { enabled: true, runs: 200 },
          outputSelection: {
            '*': { '*': ['abi', 'evm.bytecode.object', 'evm.methodIdentifiers'] },
          },
        },
      }),
      {
        import: (path) => ({
          contents: readFileSync(join(here, '../node_modules', path), 'utf8'),
        }),
      },
    ),
  );
  const said = output.errors ?? [];
  if (said.length > 0) throw new Error(said.map((one) => one.formattedMessage).join('\n'));
  return {
    payouts: output.contracts['payouts.sol'].Payouts,
    token: output.contracts['token.sol'].DemoUSD,
  };
}
