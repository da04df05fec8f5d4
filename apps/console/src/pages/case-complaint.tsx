import { FormattedMessage } from 'react-intl';
import { Clocks } from '../parts/clocks';
import { ComplaintFaces } from '../parts/complaint-faces';
import type { CaseData } from './case-data';

/** That it is a complaint, since when, and how its clocks stand; nothing of any other case. */
export function CaseComplaint({ customerCase: { complaint, customer } }: { customerCase: CaseData }) {
  if (!complaint) return null;
  return (
    <section className="card" data-late={complaint.isLate || undefined}>
      <h2>
        <FormattedMessage id="complaint.title" />
      </h2>
      <p className="meta">
        <FormattedMessage id="complaint.since" values={{ when: <Clocks at={complaint.complainedAt} zone={customer.timeZone} /> }} />
      </p>
      <ComplaintFaces complaint={complaint} />
    </section>
  );
}
