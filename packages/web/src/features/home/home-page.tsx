import { FlaskConical } from 'lucide-react'
import { useMay, useMe } from '../../api/me.ts'
import { useFormat } from '../../format/format-context.tsx'
import { cityOfZone } from '../../format/zones.ts'
import { useText } from '../../texts/i18n.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { useNow } from '../../ui/figures.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'
import { AttentionCard } from './attention-card.tsx'
import { LiveCallsCard, RecentCallsCard, TodayCard } from './calls-cards.tsx'
import './home.css'

/** What needs attention, what happens now, how the day went. */
export function HomePage() {
  const t = useText()
  const me = useMe()
  const mayCalls = useMay('calls.read')
  const mayFlow = useMay('flow.write')
  return (
    <Page>
      <PageHead
        title={t('shell.nav.home')}
        heading={<Greeting name={me.name} />}
        lead={<Moment />}
        actions={
          mayFlow && (
            <span className="only-l">
              <ButtonLink to="/flow/try" icon={FlaskConical}>
                {t('home.tryCall')}
              </ButtonLink>
            </span>
          )
        }
      />
      <div className="home">
        <div className="col gap-6">
          {mayFlow && <AttentionCard />}
          {mayCalls && <TodayCard />}
        </div>
        {mayCalls && (
          <div className="col gap-6">
            <LiveCallsCard />
            <RecentCallsCard />
          </div>
        )}
      </div>
    </Page>
  )
}

function Greeting({ name }: { name: string }) {
  const t = useText()
  const hour = useFormat().hour(useNow(60))
  const time = hour >= 5 && hour < 12 ? 'morning' : 'evening'
  return t(`home.${hour >= 12 && hour < 18 ? 'afternoon' : time}`, { name })
}

function Moment() {
  const t = useText()
  const format = useFormat()
  const now = useNow(10)
  return t('home.now', {
    date: format.longDate(now),
    time: format.time(now),
    city: cityOfZone(format.timeZone),
  })
}
