import { AllKeysSection } from "./keys-section.tsx";
import { DomainsSection } from "./domains-section.tsx";
import { ServicesSection } from "./services-section.tsx";

/** The ways in besides an invitation and a password. */
export function AccessSection() {
  return (
    <>
      <DomainsSection />
      <ServicesSection />
      <AllKeysSection />
    </>
  );
}
