/** The public names of the panels. */
export * from './agreement/AgreementBadge.tsx';
export * from './agreement/AgreementNote.tsx';
export * from './chain/DependencyChain.tsx';
export * from './chain/hanging-links.ts';
export * from './components/ComponentCard.tsx';
export * from './components/ComponentSection.tsx';
export * from './components/component-words.ts';
export * from './components/NodeMatrix.tsx';
export * from './components/node-rows.ts';
export * from './details/DriftList.tsx';
export * from './details/EnrolmentStrip.tsx';
export * from './details/LinkDetails.tsx';
export * from './details/NodeDetails.tsx';
export * from './details/ReachList.tsx';
export * from './fetched/fetched.tsx';
export * from './filter/FilterBox.tsx';
export {
  isProblemTerm,
  parseFilter,
  valuesOf,
  withProblems,
  withValues,
} from './filter/filter-text.ts';
export * from './filter/filter-view.ts';
export * from './headline/Headline.tsx';
export type { LargeLayout } from './layout/large-frame.ts';
export * from './layout/layout-mesh.ts';
export type { Pin } from './layout/pin-islands.ts';
export type { Structure } from './layout/structure.ts';
export type { PaintNews } from './map/large/LargeMap.tsx';
export type { LayOut } from './map/large/use-large-layout.ts';
export * from './map/link-look.ts';
export * from './map/MapPicture.tsx';
export * from './map/MeshMap.tsx';
export * from './map/map-view.ts';
export * from './map/walk-map.ts';
export * from './marks/BlameChip.tsx';
export * from './marks/CheckLink.tsx';
export * from './marks/mark-shape.ts';
export * from './marks/ObjectLink.tsx';
export * from './marks/Prose.tsx';
export * from './marks/StateIcon.tsx';
export * from './marks/TimeAgo.tsx';
export * from './marks/time.ts';
export * from './path/AlsoBlocking.tsx';
export * from './path/ComparePaths.tsx';
export * from './path/CopyButton.tsx';
export * from './path/HopLane.tsx';
export * from './path/JustBefore.tsx';
export * from './path/NotChecked.tsx';
export * from './path/PathVerdict.tsx';
export * from './path/path-text.ts';
export * from './path/path-words.ts';
export * from './path/TraceTabs.tsx';
export * from './policies/AccessDetail.tsx';
export * from './policies/AccessGrid.tsx';
export * from './policies/decision-look.ts';
export * from './policies/PolicyCards.tsx';
export * from './reasons/CannotJudge.tsx';
export * from './reasons/Reasons.tsx';
export * from './sources/TierList.tsx';
export * from './story/StorySwitch.tsx';
export * from './subject/CallList.tsx';
export * from './subject/CauseList.tsx';
export * from './subject/calls-of.ts';
export * from './subject/EndpointTable.tsx';
export * from './subject/EnrolmentTable.tsx';
export * from './subject/PodTable.tsx';
export * from './subject/PolicyNotes.tsx';
export * from './subject/SubjectParts.tsx';
export * from './subject/standing.ts';
export * from './table/LinkTable.tsx';
export * from './time/ChangeList.tsx';
export * from './time/change.ts';
export * from './time/spoken-moment.ts';
export * from './time/TimeLine.tsx';
