import { findsPlantedBugs } from './finds-planted-bugs.ts';

findsPlantedBugs(1);
