/* What QEMU's x86 machine lacks to be a board with clocks: P-states for its two processors, a big and a little one in
   frequency domains of their own, and a power meter that follows both. A P-state is kept in the scratch register of a
   serial port (COM2 at 0x2FF, COM3 at 0x3EF), which reads back what was written: the kernel's own acpi-cpufreq drives it. */
DefinitionBlock ("ssdt.aml", "SSDT", 2, "BENCHT", "CPUFREQ", 1)
{
    External (\_SB.CPUS.C000, ProcessorObj)
    External (\_SB.CPUS.C001, ProcessorObj)

    Scope (\_SB.CPUS.C000)
    {
        Name (_PCT, Package ()
        {
            ResourceTemplate () { Register (SystemIO, 8, 0, 0x2FF) },
            ResourceTemplate () { Register (SystemIO, 8, 0, 0x2FF) }
        })
        /* MHz, mW, transition latency in us, bus master latency in us, control, status */
        Name (_PSS, Package ()
        {
            Package () { 2200, 9000, 10, 10, 0x04, 0x04 },
            Package () { 1800, 6500, 10, 10, 0x03, 0x03 },
            Package () { 1200, 3500, 10, 10, 0x02, 0x02 },
            Package () {  600, 1500, 10, 10, 0x01, 0x01 }
        })
        Name (_PPC, 0)
        Name (_PSD, Package () { Package () { 5, 0, 0, 0xFC, 1 } })
    }

    Scope (\_SB.CPUS.C001)
    {
        Name (_PCT, Package ()
        {
            ResourceTemplate () { Register (SystemIO, 8, 0, 0x3EF) },
            ResourceTemplate () { Register (SystemIO, 8, 0, 0x3EF) }
        })
        Name (_PSS, Package ()
        {
            Package () { 1500, 2500, 10, 10, 0x03, 0x03 },
            Package () { 1000, 1400, 10, 10, 0x02, 0x02 },
            Package () {  500,  600, 10, 10, 0x01, 0x01 }
        })
        Name (_PPC, 0)
        Name (_PSD, Package () { Package () { 5, 0, 1, 0xFC, 1 } })
    }

    /* The kernel shows it as the hwmon device `power_meter`: hwmonN/device/power1_average, in microwatts. */
    Scope (\_SB)
    {
        OperationRegion (BIGR, SystemIO, 0x2FF, 1)
        Field (BIGR, ByteAcc, NoLock, Preserve) { BIGP, 8 }
        OperationRegion (LITR, SystemIO, 0x3EF, 1)
        Field (LITR, ByteAcc, NoLock, Preserve) { LITP, 8 }
        Device (PMTR)
        {
            Name (_HID, "ACPI000D")
            Name (_UID, 0)
            Method (_STA) { Return (0x0F) }
            Method (_PMC)
            {
                Return (Package () { 1, 0, 0, 97000, 100, 100, 10000, 0, 0, 0, 0, "BENCH-PM", "0001", "BENCHT" })
            }
            Method (_PMD) { Return (Package () { \_SB.CPUS.C000 }) }
            Method (_PMM) { Return (2000 + (And (BIGP, 7) * 2000) + (And (LITP, 7) * 500)) }
        }
    }
}
