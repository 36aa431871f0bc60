import fc from 'fast-check';

// The error of a property names what failed, so that a report of it does too.
fc.configureGlobal({ includeErrorInReport: true });
