export { exportTo } from './audit.export.js';
export { verifyDatabase, verifyExport, type Witnesses } from './audit.verify.js';
export { dutyFaults, dutyNotes } from './duties.js';
export { type Finding, findingLine, told } from './verify.mjs';
