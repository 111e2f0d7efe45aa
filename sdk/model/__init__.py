"""What an object is: values, parts, joints, the rules they keep, and where they are at a configuration."""
