import '../styles/register.css';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { Clocks } from './clocks';
import { clocksOf, type ClockFace } from './complaint-clocks';
import { Mark } from './pill';
import { relative, useNow } from './when';

/** What the clocks of a complaint need to be shown. */
export const ComplaintParts = gql(`
  fragment ComplaintParts on Complaint {
    complainedAt timeZone acknowledgeBy acknowledgedAt answerBy finalBy answeredAt isLate answer { kind customerToldAt }
  }
`);

const LOOKS = {
  MET: ['approved', '✓'],
  MET_LATE: ['no', '–'],
  MISSED: ['withdrawn', '–'],
  RUNNING: ['review', '◷'],
  SOON: ['waiting', '◔'],
  LATE: ['no', '!'],
} as const;

/** The three clocks of a complaint, each with how it stands and its time on the clock of the customer. */
export function ComplaintFaces({ complaint: masked }: { complaint: FragmentOf<typeof ComplaintParts> }) {
  const now = useNow();
  const complaint = readFragment(ComplaintParts, masked);
  return (
    <dl className="faces">
      {clocksOf(complaint, now).map((face) => (
        <div key={face.clock}>
          <dt>
            <FormattedMessage id={`complaint.${face.clock}`} />
          </dt>
          <dd>
            <FaceMark face={face} now={now} />
            <span className="meta">
              <FormattedMessage id="complaint.by" values={{ when: <Clocks at={face.by} zone={complaint.timeZone} /> }} />
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FaceMark({ face: { state, by }, now }: { face: ClockFace; now: number }) {
  const intl = useIntl();
  const [tone, glyph] = LOOKS[state];
  return <Mark tone={tone} glyph={glyph} id={`clockFace.${state}`} values={{ when: relative(intl, (Date.parse(by) - now) / 1000) }} />;
}
