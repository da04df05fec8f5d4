export { CaseText } from './case-text.entity.js';
export { type CaseView, CustomerCase } from './case.entity.js';
export { MayNotOpenCasesError, NobodyBehindTheMachineError, UnknownCustomerError } from './case.errors.js';
export { CASE_STATUSES, type CaseStatus } from './case.words.js';
export { CasesModule } from './cases.module.js';
export { type CaseFilter, CasesService, type OpenCase } from './cases.service.js';
export { Ownership } from './ownership.entity.js';
export { type RehomeCases, type Rehomed, RehomingService } from './rehoming.service.js';
