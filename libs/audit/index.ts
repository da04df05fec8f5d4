export { exportLines, exportTo, VERIFIER } from './audit.export.js';
export { verifyDatabase, verifyExport, type Witnesses } from './audit.verify.js';
export { dutyFaults, dutyNotes } from './duties.js';
export { brokenInvariants, invariants } from './invariants.js';
export { InvariantsWatch } from './invariants.watch.js';
export { type Finding, findingLine, told } from './verify.mjs';
