import { applyPages } from '../features/apply/pages.ts'
import { blockListPages } from '../features/block-list/pages.ts'
import { callFlowPages } from '../features/call-flow/pages.ts'
import { callsPages } from '../features/calls/pages.ts'
import { featureCodesPages } from '../features/feature-codes/pages.ts'
import { flowTestPages } from '../features/flow-tests/pages.ts'
import { fraudGuardPages } from '../features/fraud-guard/pages.ts'
import { homePages } from '../features/home/pages.ts'
import { hoursCalendarPages } from '../features/hours-calendar/pages.ts'
import { outboundRoutePages } from '../features/outbound-routes/pages.ts'
import { phoneNumberPages } from '../features/phone-numbers/pages.ts'
import { promptPages } from '../features/prompts/pages.ts'
import { settingsPages } from '../features/settings/pages.ts'
import { templatePages } from '../features/templates/pages.ts'
import { tryCallPages } from '../features/try-call/pages.ts'
import { versionPages } from '../features/versions/pages.ts'
import type { PageEntry } from './page.ts'

/** Every page inside the shell. A feature adds its own list here. */
export const pages: readonly PageEntry[] = [
  ...homePages,
  ...callsPages,
  ...callFlowPages,
  ...blockListPages,
  ...hoursCalendarPages,
  ...phoneNumberPages,
  ...outboundRoutePages,
  ...featureCodesPages,
  ...fraudGuardPages,
  ...flowTestPages,
  ...promptPages,
  ...applyPages,
  ...versionPages,
  ...templatePages,
  ...tryCallPages,
  ...settingsPages,
]
